import { describe, expect, test } from 'vitest'
import { createBroker, type EditJudge } from '@kvlar/approvals'
import { ANA, call, memoryApprovals, onlyPending, reviewer } from './calls.ts'

const terms = { editable: ['body', 'to[*]', 'count'] }
const args = { body: 'hello', to: ['a@x', 'b@x'], count: 7, token: 'hunter2' }
const JUDGE: EditJudge = { validate: () => undefined, decide: () => call(undefined, { terms }).decision }
const draft = { verdict: 'approve', approver: ANA } as const
const never = new AbortController().signal

async function held() {
  const queue = memoryApprovals()
  const { request } = await queue.approvals.request(call(args, { terms }))
  const edit = (edits: readonly { path: string; value: never }[], judge = JUDGE, approver = ANA) =>
    queue.approvals.edit(request.id, { draft: { ...draft, approver }, edits, judge })
  return { ...queue, request, edit }
}

const edited = (path: string, value: unknown) => [{ path, value: value as never }]

describe('editing', () => {
  test('an edited call is a new call: the old one does not run, the new one does, and types are kept', async () => {
    const { approvals, edit, request } = await held()
    const answer = await edit(edited('count', 5))
    expect(answer).toMatchObject({
      kind: 'edited',
      request: { state: 'approved', editOf: request.id, changes: [{ path: 'count', before: 7, after: 5 }] },
      replaced: { state: 'superseded' },
    })
    expect(await approvals.consume(request.id, call(args, { terms }))).toBeUndefined()
    const broker = createBroker({ approvals, holdMs: 0 })
    expect(await broker.ask(call({ ...args, count: '5' }, { terms }), never)).toMatchObject({
      kind: 'pending',
    })
    expect(await broker.ask(call({ ...args, count: 5 }, { terms }), never)).toMatchObject({
      kind: 'approved',
    })
  })

  test('the waiting caller is told which fields changed', async () => {
    const { approvals } = memoryApprovals()
    const asking = createBroker({ approvals }).ask(call(args, { terms }), never)
    const id = await onlyPending(approvals)
    await approvals.edit(id, { draft, edits: edited('to[1]', 'c@x'), judge: JUDGE })
    const answer = await asking
    expect(answer).toMatchObject({ kind: 'denied', approvalId: id })
    expect(JSON.stringify(answer)).toContain('`to[1]` = \\"c@x\\"')
  })

  test('what the rule does not let anyone edit, what is hidden and what is not there stays', async () => {
    const { edit, approvals, request } = await held()
    for (const path of ['cc', 'to', 'token', 'to[9]', '__proto__'])
      expect(await edit(edited(path, 'x'))).toMatchObject({ kind: 'refused', code: 'EDIT_NOT_ALLOWED' })
    expect(await approvals.get(request.id)).toMatchObject({ state: 'pending' })
  })

  test('what holds something hidden is not replaced as a whole, and nothing hidden is put in', async () => {
    const { approvals } = memoryApprovals()
    const over = { terms: { editable: ['login', 'body'] } }
    const { request } = await approvals.request(
      call({ login: { user: 'ana', token: 't' }, body: 'hi' }, over),
    )
    const judge = { ...JUDGE, decide: () => call(undefined, over).decision }
    for (const [path, value] of [
      ['login', { user: 'eve', token: '[REDACTED]' }],
      ['login', 'eve'],
      ['body', { token: 't' }],
    ] as const)
      expect(await approvals.edit(request.id, { draft, edits: [{ path, value }], judge })).toMatchObject({
        code: 'EDIT_NOT_ALLOWED',
      })
  })

  test('an edit that the schema or the policy refuses decides nothing', async () => {
    const { edit, approvals, request } = await held()
    const invalid = { ...JUDGE, validate: () => '`count` must be a number' }
    expect(await edit(edited('count', 'x'), invalid)).toMatchObject({ code: 'EDIT_INVALID' })
    const denying = { ...JUDGE, decide: () => call(undefined, { outcome: 'deny' }).decision }
    expect(await edit(edited('count', 1), denying)).toMatchObject({ code: 'EDIT_DENIED' })
    const denied = { outcome: 'deny', ruleId: 'no-ones' } as const
    const decide: EditJudge['decide'] = ({ parameters }) =>
      call(undefined, { terms, ...(parameters['count'] === 1 && denied) }).decision
    expect(await edit(edited('count', 1), { ...JUDGE, decide })).toMatchObject({
      code: 'EDIT_DENIED',
      message: 'the policy answers the edited call with `deny` (`no-ones`); nothing was decided',
    })
    expect(await approvals.get(request.id)).toMatchObject({ state: 'pending', decisions: [] })
  })

  test('a policy that never held the call is another than that of its proxy, and the refusal says so', async () => {
    const { edit, approvals, request } = await held()
    const other = { ...JUDGE, decide: () => call(undefined, { ruleId: 'another', terms }).decision }
    expect(await edit(edited('count', 1), other)).toMatchObject({
      code: 'EDIT_DENIED',
      message: expect.stringContaining('does not hold this call by `ask-writes`') as unknown,
    })
    expect(await approvals.get(request.id)).toMatchObject({ state: 'pending', decisions: [] })
  })

  test('whoever asks does not edit and approve either', async () => {
    const { edit } = await held()
    expect(await edit(edited('count', 1), JUDGE, reviewer('bot'))).toMatchObject({ code: 'SELF_APPROVAL' })
  })
})

describe('grants', () => {
  const grants = { grants: ['once', 'session', '1h'] }
  const given = async (grant: string, over: { isGeneral?: boolean } = {}) => {
    const queue = memoryApprovals()
    const { request } = await queue.approvals.request(call(undefined, { terms: grants }))
    await queue.approvals.decide(request.id, { ...draft, grant, ...over })
    await queue.approvals.consume(request.id, call(undefined, { terms: grants }))
    const ask = async (over2: Parameters<typeof call>[1] = {}, parameters?: Parameters<typeof call>[0]) =>
      (await queue.approvals.request(call(parameters, { terms: grants, ...over2 }))).kind
    return { ...queue, ask }
  }

  test('a grant for an hour is good until that moment and not at it', async () => {
    const { ask, clock } = await given('1h')
    clock.ms += 3_599_999
    expect(await ask()).toBe('granted')
    clock.ms += 1
    expect(await ask()).toBe('live')
  })

  test('a grant answers however many calls at once', async () => {
    const { ask } = await given('1h')
    const answers = await Promise.all(Array.from({ length: 60 }, () => ask()))
    expect(new Set(answers)).toEqual(new Set(['granted']))
  })

  test('a grant for a session is good in that session only', async () => {
    const { ask } = await given('session')
    expect(await ask()).toBe('granted')
    expect(await ask({ sessionId: 'other' })).toBe('live')
  })

  test('a grant covers nobody else, no other rule, definition, server or arguments', async () => {
    const { ask } = await given('1h')
    const others = [
      { ruleId: 'other' },
      { definition: 'ff' },
      { action: { server: 'other' } },
      { action: { principal: { id: 'eve', kind: 'user' as const, roles: [] } } },
    ]
    for (const other of others) expect(await ask(other)).toBe('live')
    expect(await ask({}, { path: '/srv/b', bytes: 3 })).toBe('live')
  })

  test('a revoked grant answers no further call', async () => {
    const { approvals, ask } = await given('1h')
    const [grant] = await approvals.grants()
    expect(grant).toMatchObject({ givenBy: 'ana', uses: 0 })
    await approvals.revokeGrant(grant?.id ?? '', ANA)
    expect(await ask()).toBe('live')
    expect(await approvals.grants()).toEqual([])
  })

  test('a reviewer grants only what the rule lets them, and never for what is critical', async () => {
    const { approvals } = memoryApprovals()
    const one = (await approvals.request(call({ n: 1 }))).request
    expect(await approvals.decide(one.id, { ...draft, grant: '1h' })).toMatchObject({
      code: 'GRANT_NOT_ALLOWED',
    })
    const two = (await approvals.request(call({ n: 2 }, { terms: grants, riskLevel: 'critical' }))).request
    expect(await approvals.decide(two.id, { ...draft, grant: '1h' })).toMatchObject({
      code: 'GRANT_NOT_ALLOWED',
    })
  })

  const generalised = async (granted: object, asked: object): Promise<string> => {
    const { approvals } = memoryApprovals()
    const first = call(granted as never, { terms: grants })
    const { request } = await approvals.request(first)
    await approvals.decide(request.id, { ...draft, grant: '1h', isGeneral: true })
    await approvals.consume(request.id, first)
    return (await approvals.request(call(asked as never, { terms: grants }))).kind
  }

  test.each([
    [{ path: '/tmp/run-20261121/out' }, { path: '/tmp/run-20261122/out' }],
    [{ path: '/srv/1732600000/a' }, { path: '/srv/1732600001/a' }],
    [{ ref: 'commit 0a1b2c3d4e' }, { ref: 'commit 9f8e7d6c5b' }],
    [
      { url: 'https://api.example.com/jobs/6f1c2a9e-0b1c-4d5e-8f90-123456789abc' },
      { url: 'https://api.example.com/jobs/00000000-0b1c-4d5e-8f90-123456789abc' },
    ],
  ])('a grant for like calls covers another id, date or counter: %o', async (granted, asked) => {
    expect(await generalised(granted, asked)).toBe('granted')
  })

  test.each([
    [{ amount: '5000.00' }, { amount: '9999.00' }],
    [{ text: 'pay 500000 EUR to bob' }, { text: 'pay 900000 EUR to bob' }],
    [{ sql: 'DELETE FROM t WHERE id > 100000' }, { sql: 'DELETE FROM t WHERE id > 000000' }],
    [{ mode: 'chmod 0644 /f' }, { mode: 'chmod 7777 /f' }],
    [{ url: 'http://localhost:80800/x' }, { url: 'http://localhost:20000/x' }],
    [{ url: 'https://abc12345f.example.com/x' }, { url: 'https://abc12345e.example.com/x' }],
    [{ host: 'abc12345f.example.com port a' }, { host: 'abc12345e.example.com port a' }],
    [{ to: 'to alice-123456@corp.example' }, { to: 'to alice-654321@corp.example' }],
    [{ path: '/tmp/run-20261121/out' }, { path: '/tmp/run-202611210/out' }],
    [{ path: '/tmp/run-20261121/out' }, { path: '/tmp/run-20261121/../out' }],
  ])(
    'a grant for like calls covers no other amount, limit, host, port, person or length: %o',
    async (granted, asked) => {
      expect(await generalised(granted, granted)).toBe('granted')
      expect(await generalised(granted, asked)).toBe('live')
    },
  )
})
