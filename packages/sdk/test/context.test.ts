import { describe, expect, test } from 'vitest'
import { isKvlarError, withCaller, type KvlarContext } from '@kvlar/sdk'
import { answer, pendingId, policy, program, thrownBy } from './program.ts'

const BY_ROLE = policy(`
  - id: support-refunds
    match_on:
      resources: [issue_refund]
      principals: { roles: [support] }
    effect: { type: allow }
  - id: young-sessions
    match_on:
      resources: [read_profile]
      conditions: [{ session_age_max: 1h }]
    effect: { type: allow }
`)

const person = (id: string, ...roles: string[]): KvlarContext => ({ principal: { id, kind: 'user', roles } })

describe('a context', () => {
  test('says on whose behalf a call is made; without one it is the agent, without roles', async () => {
    const { kvlar, events, issueRefund } = program({ policies: [BY_ROLE], agentId: 'desk-bot' })
    const refund = kvlar.guard('issue_refund', issueRefund)
    const call = () => refund({ orderId: 'A1', amount: 5 })
    expect(await thrownBy(call)).toMatchObject({ code: 'POLICY_DEFAULT_DENY' })
    expect(events).toMatchObject([
      { action: { agentId: 'desk-bot', principal: { id: 'desk-bot', kind: 'agent', roles: [] } } },
    ])
    expect(await kvlar.run(person('ana', 'support'), call)).toBe('refunded')
    expect(await thrownBy(() => kvlar.run(person('ben'), call))).toMatchObject({
      code: 'POLICY_DEFAULT_DENY',
    })
    expect(events[1]).toMatchObject({ action: { agentId: 'desk-bot', principal: { id: 'ana' } } })
  })

  test('goes along with asynchronous work, and never into work beside it', async () => {
    const { kvlar, events } = program()
    const read = kvlar.guard('read_order', async (args: { readonly of: string }) => args.of)
    const work = (id: string) =>
      kvlar.run({ ...person(id), sessionId: `session-${id}` }, async () => {
        for (let times = 0; times < 5; times += 1) {
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 3))
          await read({ of: id })
        }
      })
    await Promise.all(['ana', 'ben', 'eve'].map(work))
    const decided = events.filter((event) => event.kind === 'decided')
    expect(decided).toHaveLength(15)
    for (const { action, sessionId } of decided) {
      expect(action.principal.id).toBe(action.parameters['of'])
      expect(sessionId).toBe(`session-${action.principal.id}`)
    }
  })

  test('takes the place of the one around it, so that no role is inherited', async () => {
    const { kvlar, issueRefund, events } = program({ policies: [BY_ROLE] })
    const refund = kvlar.guard('issue_refund', issueRefund)
    const inner = () => kvlar.run({ agentId: 'helper' }, () => refund({ orderId: 'A1', amount: 5 }))
    expect(await thrownBy(() => kvlar.run(person('ana', 'support'), inner))).toMatchObject({
      code: 'POLICY_DEFAULT_DENY',
    })
    expect(events).toMatchObject([
      { action: { agentId: 'helper', principal: { id: 'helper', kind: 'agent', roles: [] } } },
    ])
  })

  test('is that of the moment of the call: a principal that is changed later changes nothing', async () => {
    const { kvlar, approvals, issueRefund } = program()
    const roles = ['intern']
    const principal = { id: 'ben', kind: 'user' as const, roles }
    const call = kvlar.run({ principal }, () =>
      kvlar.guard('issue_refund', issueRefund)({ orderId: 'A1', amount: 5 }),
    )
    roles.push('admin')
    principal.id = 'root'
    const request = await approvals.get(await pendingId(approvals))
    expect(request?.call.principal).toEqual({ id: 'ben', kind: 'user', roles: ['intern'] })
    await answer(approvals, 'approve')
    await call
  })

  test('an approval for one principal is not good for another', async () => {
    const { kvlar, approvals, issueRefund } = program()
    const refund = kvlar.guard('issue_refund', issueRefund, { onPending: 'throw' })
    const call = () => refund({ orderId: 'A1', amount: 5 })
    await thrownBy(() => kvlar.run(person('ben'), call))
    await answer(approvals, 'approve')
    expect(await thrownBy(() => kvlar.run(person('eve'), call))).toMatchObject({ name: 'ApprovalPending' })
    expect(await kvlar.run(person('ben'), call)).toBe('refunded')
  })

  test('with a session of its own says when it began, or rules about its age do not allow', async () => {
    const { kvlar } = program({ policies: [BY_ROLE] })
    const read = kvlar.guard('read_profile', () => 'profile', { params: [] })
    expect(await read()).toBe('profile')
    expect(await thrownBy(() => kvlar.run({ sessionId: 's1' }, () => read()))).toMatchObject({
      code: 'POLICY_DEFAULT_DENY',
    })
    const known = { sessionId: 's1', sessionStartedAtMs: Date.now() - 1000 }
    expect(await kvlar.run(known, () => read())).toBe('profile')
    const old = { sessionId: 's1', sessionStartedAtMs: Date.now() - 7_200_000 }
    expect(await thrownBy(() => kvlar.run(old, () => read()))).toMatchObject({ code: 'POLICY_DEFAULT_DENY' })
  })

  test('can be passed with the function instead, and then takes the place of the one around the call', async () => {
    const { kvlar, events, issueRefund } = program({ policies: [BY_ROLE] })
    const args = { orderId: 'A1', amount: 5 }
    const anas = kvlar.guard('issue_refund', issueRefund, { context: person('ana', 'support') })
    let who = person('ben')
    const whose = kvlar.guard('issue_refund', issueRefund, { context: () => who })
    expect(await anas(args)).toBe('refunded')
    expect(await thrownBy(() => kvlar.run(person('ana', 'support'), () => whose(args)))).toMatchObject({
      code: 'POLICY_DEFAULT_DENY',
    })
    who = person('cleo', 'support')
    expect(await whose(args)).toBe('refunded')
    const ids = events.flatMap((event) => (event.kind === 'decided' ? [event.action.principal.id] : []))
    expect(ids).toEqual(['ana', 'ben', 'cleo'])
  })

  test.each<[string, unknown]>([
    ['a context that is a text', 'ana'],
    ['a context with a misspelt part', { user: 'ana' }],
  ])('that is passed is checked at once: %s', async (_name, context) => {
    const { kvlar, issueRefund } = program()
    const guarding = () => kvlar.guard('issue_refund', issueRefund, { context: context as KvlarContext })
    expect(await thrownBy(guarding)).toMatchObject({ name: 'KvlarMisuse' })
  })

  test('that nobody can say denies: a function that throws or names nobody', async () => {
    const { kvlar, issueRefund, ran } = program({ policies: [BY_ROLE] })
    for (const context of [() => undefined, () => null, () => 'ana', () => ({ principal: { id: 5 } })]) {
      const refund = kvlar.guard('issue_refund', issueRefund, { context: context as () => KvlarContext })
      expect(await thrownBy(() => refund({ orderId: 'A1', amount: 5 }))).toMatchObject({
        code: 'KVLAR_BAD_CONTEXT',
      })
    }
    expect(ran).toEqual([])
  })

  test('is that of asking what the policy says, too', () => {
    const { kvlar } = program({ policies: [BY_ROLE] })
    const ask = () => kvlar.evaluate({ resource: 'issue_refund', parameters: {} }).outcome
    expect([ask(), kvlar.run(person('ana', 'support'), ask)]).toEqual(['deny', 'allow'])
  })

  test.each<[string, object]>([
    ['a misspelt part', { user: 'ana' }],
    ['a principal without a kind', { principal: { id: 'ana', roles: [] } }],
    ['an unknown kind', { principal: { id: 'ana', kind: 'admin', roles: [] } }],
    ['roles that are a text', { principal: { id: 'ana', kind: 'user', roles: 'admin' } }],
    ['an empty id', { principal: { id: '', kind: 'user', roles: [] } }],
    ['a session that is a number', { sessionId: 5 }],
    ['a beginning that is no time', { sessionStartedAtMs: Number.NaN }],
    ['a principal that got lost on the way', { principal: undefined }],
    ['an agent that got lost', { agentId: undefined }],
    ['a session that got lost', { sessionId: undefined }],
    ['a beginning that got lost', { sessionStartedAtMs: undefined }],
  ])('with %s is refused, and nothing runs', async (_name, context) => {
    const { kvlar } = program()
    let ran = false
    const error = await thrownBy(() =>
      kvlar.run(context, () => {
        ran = true
      }),
    )
    expect(error).toMatchObject({ name: 'KvlarMisuse', code: 'KVLAR_BAD_CONTEXT' })
    expect([isKvlarError(error), ran]).toEqual([true, false])
  })
})

describe('a call that names its caller among its arguments', () => {
  test('is made by that caller, who is neither judged nor handed on as an argument', async () => {
    const { kvlar, events, ran, issueRefund } = program({ policies: [BY_ROLE] })
    const refund = withCaller(kvlar, kvlar.guard('issue_refund', issueRefund))
    const caller = {
      _principal_id: 'ana',
      _principal_kind: 'user',
      _roles: ['support'],
      _session_id: 's1',
    } as const
    expect(await refund({ orderId: 'A1', amount: 5, ...caller })).toBe('refunded')
    expect(ran).toEqual([{ orderId: 'A1', amount: 5 }])
    expect(events[0]).toMatchObject({
      sessionId: 's1',
      action: {
        principal: { id: 'ana', kind: 'user', roles: ['support'] },
        parameters: { orderId: 'A1', amount: 5 },
      },
    })
    expect(await thrownBy(() => refund({ orderId: 'A1', amount: 5 }))).toMatchObject({
      code: 'POLICY_DEFAULT_DENY',
    })
  })

  test.each<[string, object]>([
    ['another underscore', { _host: '10.0.0.1' }],
    ['an address that is none', { _ip: 7 }],
    ['a place that is none', { _current_geo: { city: 'Bangalore' } }],
    ['roles of nobody', { _roles: ['support'] }],
    ['a kind of nobody', { _principal_kind: 'user' }],
    ['a kind that is none', { _principal_id: 'ana', _principal_kind: 'root' }],
    ['an empty id', { _principal_id: '' }],
    ['an id that got lost on the way', { _principal_id: undefined }],
    ['a session that got lost', { _session_id: undefined }],
    ['roles that got lost', { _principal_id: 'ana', _roles: undefined }],
  ])('does not run with %s', async (_name, caller) => {
    const { kvlar, ran, issueRefund } = program()
    const refund = withCaller(kvlar, kvlar.guard('issue_refund', issueRefund))
    const error = await thrownBy(() => refund({ orderId: 'A1', amount: 5, ...caller }))
    expect([isKvlarError(error), ran]).toEqual([true, []])
  })
})
