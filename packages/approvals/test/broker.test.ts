import { describe, expect, test } from 'vitest'
import { createBroker, createMemoryStore, type BrokerAnswer, type ApprovalStore } from '@kvlar/approvals'
import { ANA, BEN, call, memoryApprovals, onlyPending } from './calls.ts'

const never = new AbortController().signal

describe('asking', () => {
  test('is given up where what it waits for is taken by others again and again', async () => {
    const inner = createMemoryStore()
    // Somebody else asked first, and that has ended whenever it is looked at.
    const taken: ApprovalStore = {
      ...inner,
      insert: async (row) => ({ kind: 'exists', row }),
      get: async () => undefined,
    }
    const { approvals } = memoryApprovals({ store: taken })
    await expect(createBroker({ approvals }).ask(call(), never)).rejects.toMatchObject({
      code: 'APPROVAL_CONTENDED',
    })
  })

  test('a caller waits until a reviewer approves, and the approval is used up for that call', async () => {
    const { approvals, events } = memoryApprovals()
    const broker = createBroker({ approvals })
    const asking = broker.ask(call(), never)
    const id = await onlyPending(approvals)
    await approvals.decide(id, { verdict: 'approve', approver: ANA })
    expect(await asking).toEqual({ kind: 'approved', approvalId: id })
    expect(await approvals.get(id)).toMatchObject({ state: 'executing' })
    await approvals.finish(id, 'ok')
    expect(events.map(({ kind }) => kind)).toEqual(['requested', 'decided', 'consumed', 'finished'])
  })

  test('a call that was held too long is told to come back, and runs once it does', async () => {
    const { approvals } = memoryApprovals()
    const broker = createBroker({ approvals, holdMs: 0 })
    const first = await broker.ask(call(), never)
    expect(first).toMatchObject({ kind: 'pending' })
    const id = await onlyPending(approvals)
    await approvals.decide(id, { verdict: 'approve', approver: ANA })
    expect(await broker.ask(call(), never)).toEqual({ kind: 'approved', approvalId: id })
    // Once: the next equal call is asked about again.
    expect(await broker.ask(call(), never)).toMatchObject({ kind: 'pending' })
  })

  test('a caller that has to leave is told to come back, and what it asked for goes on waiting', async () => {
    const { approvals, events } = memoryApprovals()
    const broker = createBroker({ approvals })
    const leaving = new AbortController()
    const caller = new AbortController()
    const asking = broker.ask(call(), caller.signal, { leave: leaving.signal })
    const id = await onlyPending(approvals)
    leaving.abort()
    expect(await asking).toMatchObject({ kind: 'pending', approvalId: id })
    caller.abort()
    // One that comes too late joins it, and leaves at once.
    expect(await broker.ask(call(), never, { leave: leaving.signal })).toMatchObject({ approvalId: id })
    await approvals.decide(id, { verdict: 'approve', approver: ANA })
    expect(await broker.ask(call(), never, { leave: leaving.signal })).toEqual({
      kind: 'approved',
      approvalId: id,
    })
    expect(events.map(({ kind }) => kind).filter((kind) => kind !== 'joined')).toEqual([
      'requested',
      'decided',
      'consumed',
    ])
  })

  test('equal calls wait for one request; the oldest runs, the others are asked about again', async () => {
    const { approvals } = memoryApprovals()
    const broker = createBroker({ approvals })
    const ended: number[] = []
    const asks = [0, 1, 2].map(async (index) => {
      const answer = await broker.ask(call(), never)
      ended.push(index)
      return answer
    })
    const first = await onlyPending(approvals)
    while ((await approvals.list({ states: ['pending'] })).length !== 1) await Promise.resolve()
    await approvals.decide(first, { verdict: 'approve', approver: ANA })
    expect(await asks[0]).toEqual({ kind: 'approved', approvalId: first })
    const second = await onlyPending(approvals)
    expect(second).not.toBe(first)
    await approvals.decide(second, { verdict: 'approve', approver: ANA })
    const third = await (async () => {
      for (;;) {
        const id = await onlyPending(approvals)
        if (id !== second) return id
      }
    })()
    await approvals.decide(third, { verdict: 'deny', approver: BEN })
    const answers: BrokerAnswer[] = await Promise.all(asks)
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['approved', 'approved', 'denied'])
    expect(ended[0]).toBe(0)
  })

  test('however many equal calls wait, each runs once somebody has approved it', async () => {
    const { approvals } = memoryApprovals()
    const broker = createBroker({ approvals })
    const asks = Array.from({ length: 60 }, () => broker.ask(call(), never))
    for (const _ of asks)
      await approvals.decide(await onlyPending(approvals), { verdict: 'approve', approver: ANA })
    for (const asked of asks) expect(await asked).toMatchObject({ kind: 'approved' })
  })

  test('one client that asks too much keeps no other from asking, though nobody has told the two apart', async () => {
    const { approvals } = memoryApprovals()
    const broker = createBroker({ approvals, holdMs: 0 })
    const ask = async (sessionId: string, n: number) =>
      (await broker.ask({ ...call({ path: `/srv/${sessionId}/${n}` }), sessionId }, never)).kind
    const kinds = new Set<string>()
    for (const client of ['one', 'two', 'three', 'four', 'five', 'six'])
      for (let n = 0; n < 20; n += 1) kinds.add(await ask(client, n))
    expect([...kinds]).toEqual(['pending'])
    await expect(ask('one', 20)).rejects.toThrow('(session)')
    expect(await ask('seven', 0)).toBe('pending')
  })

  test('a clock that is set back holds no caller longer', async () => {
    const { approvals, clock } = memoryApprovals()
    const asking = createBroker({ approvals, holdMs: 50 }).ask(call(), never)
    await onlyPending(approvals)
    clock.ms -= 3_600_000
    expect(await asking).toMatchObject({ kind: 'pending' })
  })

  test('a denial answers the same call at once for ten minutes, and no other call', async () => {
    const { approvals, clock } = memoryApprovals()
    const broker = createBroker({ approvals, holdMs: 0 })
    await broker.ask(call(), never)
    const id = await onlyPending(approvals)
    await approvals.decide(id, { verdict: 'deny', approver: ANA, note: 'not today' })
    const again = await broker.ask(call(), never)
    expect(again).toMatchObject({ kind: 'denied', approvalId: id })
    expect((again as { reason: string }).reason).toContain('not today')
    expect(await broker.ask(call({ path: '/srv/b', bytes: 3 }), never)).toMatchObject({ kind: 'pending' })
    clock.ms += 600_000
    expect(await broker.ask(call(), never)).toMatchObject({ kind: 'pending' })
  })

  test('a caller that goes away withdraws its request, unless another one waits for it', async () => {
    const { approvals } = memoryApprovals()
    const broker = createBroker({ approvals })
    const [one, two] = [new AbortController(), new AbortController()]
    const first = broker.ask(call(), one.signal)
    const id = await onlyPending(approvals)
    const second = broker.ask(call(), two.signal)
    await new Promise((resolve) => setTimeout(resolve, 20))
    one.abort()
    expect(await first).toMatchObject({ kind: 'denied' })
    expect(await approvals.get(id)).toMatchObject({ state: 'pending' })
    two.abort()
    expect(await second).toMatchObject({ kind: 'denied' })
    expect(await approvals.get(id)).toMatchObject({ state: 'cancelled' })
  })

  test('nobody answers: the call is expired', async () => {
    const { approvals, clock } = memoryApprovals()
    const broker = createBroker({ approvals })
    const asking = broker.ask(call(undefined, { terms: { timeoutMs: 60_000 } }), never)
    await onlyPending(approvals)
    clock.ms += 60_000
    await approvals.sweep()
    expect(await asking).toMatchObject({ kind: 'expired' })
  })

  test('an escalation is announced when its time comes, and looking for it reads nothing while nothing changes', async () => {
    const store = createMemoryStore()
    let rowsRead = 0
    const list: ApprovalStore['list'] = async (filter) => {
      const rows = await store.list(filter)
      rowsRead += rows.length
      return rows
    }
    const { approvals, clock, events } = memoryApprovals({ store: { ...store, list } })
    const escalated = () => events.filter(({ kind }) => kind === 'escalated').length
    const terms = { escalate: [{ afterMs: 60_000, to: ['role:oncall'] }] }
    await approvals.sweep()
    await approvals.request(call(undefined, { terms }))
    await approvals.sweep()
    rowsRead = 0
    clock.ms += 59_999
    await approvals.sweep()
    expect([rowsRead, escalated()]).toEqual([0, 0])
    clock.ms += 1
    await approvals.sweep()
    expect(escalated()).toBe(1)
    await approvals.sweep()
    expect(escalated()).toBe(1)
  })

  test('an approved call that does not run in time lapses and is asked about again', async () => {
    const { approvals, clock } = memoryApprovals()
    const broker = createBroker({ approvals, holdMs: 0 })
    await broker.ask(call(undefined, { terms: { executeWithinMs: 1000 } }), never)
    const id = await onlyPending(approvals)
    await approvals.decide(id, { verdict: 'approve', approver: ANA })
    clock.ms += 1000
    expect(await broker.ask(call(undefined, { terms: { executeWithinMs: 1000 } }), never)).toMatchObject({
      kind: 'pending',
    })
    expect(await approvals.get(id)).toMatchObject({ state: 'lapsed' })
  })

  test('an approval that another rule asked for is superseded', async () => {
    const { approvals } = memoryApprovals()
    const broker = createBroker({ approvals, holdMs: 0 })
    await broker.ask(call(), never)
    const id = await onlyPending(approvals)
    await approvals.decide(id, { verdict: 'approve', approver: ANA })
    expect(await broker.ask(call(undefined, { ruleId: 'stricter' }), never)).toMatchObject({
      kind: 'pending',
    })
    expect(await approvals.get(id)).toMatchObject({ state: 'superseded' })
  })

  test.each([
    ['arguments', call({ path: '/srv/a', bytes: 4 })],
    ['a number as a text', call({ path: '/srv/a', bytes: '3' })],
    ['the definition of the tool', call(undefined, { definition: 'ff' })],
    ['the server', call(undefined, { action: { server: 'other' } })],
    ['the principal', call(undefined, { action: { principal: { id: 'eve', kind: 'user', roles: [] } } })],
    ['the target', call(undefined, { action: { target: 'prod' } })],
  ])('an approval is not good for a call that differs in %s', async (_name, other) => {
    const { approvals } = memoryApprovals()
    const { request } = await approvals.request(call())
    await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
    expect(await approvals.consume(request.id, other)).toBeUndefined()
    expect(await approvals.consume(request.id, call())).toMatchObject({ state: 'executing' })
  })

  test('the order of keys, another session and excluded fields do not matter to an approval', async () => {
    const terms = { digestExclude: ['trace.id'] }
    const { approvals } = memoryApprovals()
    const { request } = await approvals.request(call({ a: 1, b: 2, trace: { id: 'x', on: true } }, { terms }))
    await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
    const same = call({ trace: { on: true, id: 'y' }, b: 2, a: 1 }, { terms, sessionId: 'other' })
    expect(await approvals.consume(request.id, same)).toMatchObject({ state: 'executing' })
  })

  test('an approval is not used when the policy would deny by now, or another rule asks', async () => {
    const { approvals } = memoryApprovals()
    const { request } = await approvals.request(call())
    await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
    expect(await approvals.consume(request.id, call(undefined, { outcome: 'deny' }))).toBeUndefined()
    expect(await approvals.consume(request.id, call(undefined, { ruleId: 'stricter' }))).toBeUndefined()
  })

  test('a call whose use cannot be put on record does not run', async () => {
    const { approvals } = memoryApprovals({
      note: ({ kind }) => {
        if (kind === 'consumed') throw new Error('disk full')
      },
    })
    const { request } = await approvals.request(call())
    await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
    await expect(createBroker({ approvals }).ask(call(), never)).rejects.toThrow('disk full')
    expect(await approvals.consume(request.id, call())).toBeUndefined()
  })

  test('of fifty callers who want the same approval, one gets it', async () => {
    const { approvals } = memoryApprovals()
    const { request } = await approvals.request(call())
    await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
    const used = await Promise.all(Array.from({ length: 50 }, () => approvals.consume(request.id, call())))
    expect(used.filter((one) => one !== undefined)).toHaveLength(1)
  })

  test('one principal, session or server cannot fill the queue of the others', async () => {
    const { approvals } = memoryApprovals({ caps: { principalMax: 2 } })
    await approvals.request(call({ n: 1 }))
    await approvals.request(call({ n: 2 }))
    await expect(approvals.request(call({ n: 3 }))).rejects.toMatchObject({ code: 'APPROVAL_QUEUE_FULL' })
    const other = { principal: { id: 'eve', kind: 'user' as const, roles: [] } }
    await expect(approvals.request(call({ n: 3 }, { action: other }))).resolves.toMatchObject({
      kind: 'live',
    })
  })

  test('arguments that are not JSON are refused before anything is stored', async () => {
    const { approvals } = memoryApprovals()
    for (const value of [Number.NaN, '\ud800', 1n, undefined])
      await expect(approvals.request(call({ value: value as never }))).rejects.toMatchObject({
        code: 'APPROVAL_UNBINDABLE',
      })
    expect(await approvals.list()).toEqual([])
  })

  test('a key that is not read back is refused before anything is stored: it would keep people from all requests', async () => {
    const { approvals } = memoryApprovals()
    const excluding = { terms: { digestExclude: ['metadata'] } }
    for (const key of ['\u001b[2J', '\u0000', '\u009b', '\r'])
      for (const args of [{ [key]: 1 }, { inner: [{ [key]: 1 }] }, { metadata: { [key]: 1 } }])
        await expect(approvals.request(call(args, excluding))).rejects.toMatchObject({
          code: 'APPROVAL_UNBINDABLE',
        })
    await approvals.request(call({ text: '\u001b[2J\u0000\u009b\r', '\u202e': 1 }))
    expect(await approvals.list()).toHaveLength(1)
  })
})

describe('at the moment of dispatch', () => {
  const approvedThen = async (now: ReturnType<typeof call>) => {
    const { approvals } = memoryApprovals()
    const broker = createBroker({ approvals, holdMs: 0 })
    const { request } = await approvals.request(call())
    await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
    const answer = await broker.ask(call(), never, { current: async () => now })
    return { answer, approvals, id: request.id }
  }

  test('a policy that denies by now is obeyed, and the approval is void', async () => {
    const { answer, approvals, id } = await approvedThen(call(undefined, { outcome: 'deny' }))
    expect(answer).toMatchObject({ kind: 'superseded', approvalId: id })
    expect(await approvals.get(id)).toMatchObject({ state: 'superseded' })
  })

  test('a policy that no longer asks leaves the call to be made again, under its own answer', async () => {
    const { answer, approvals, id } = await approvedThen(call(undefined, { outcome: 'allow' }))
    expect(answer).toMatchObject({ kind: 'superseded', reason: expect.stringContaining('make it again') })
    expect(await approvals.get(id)).toMatchObject({ state: 'superseded' })
  })

  test.each([
    ['the definition of the tool', call(undefined, { definition: 'ff' })],
    ['the rule that asks', call(undefined, { ruleId: 'stricter' })],
  ])('another approval is needed when %s has changed', async (_name, now) => {
    const { answer, approvals, id } = await approvedThen(now)
    expect(answer).toMatchObject({ kind: 'pending' })
    expect(answer.approvalId).not.toBe(id)
    expect(await approvals.get(id)).toMatchObject({ state: 'superseded' })
  })

  test('nothing is used up when the policy cannot be asked', async () => {
    const { approvals } = memoryApprovals()
    const { request } = await approvals.request(call())
    await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
    const asking = createBroker({ approvals }).ask(call(), never, {
      current: async () => {
        throw new Error('no policy')
      },
    })
    await expect(asking).rejects.toThrow('no policy')
    expect(await approvals.get(request.id)).toMatchObject({ state: 'approved' })
  })
})

test('a call whose connection ended before it answered is interrupted, and never runs again', async () => {
  const { approvals, events } = memoryApprovals()
  const { request } = await approvals.request(call())
  await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
  await approvals.consume(request.id, call())
  await approvals.finish(request.id, 'unknown')
  expect(await approvals.get(request.id)).toMatchObject({ state: 'interrupted' })
  expect(events.at(-1)).toMatchObject({ kind: 'interrupted' })
  expect(await approvals.consume(request.id, call())).toBeUndefined()
})

describe('what is stored', () => {
  test('hidden values are stored sealed only; people see that they are there, their type, length and digest', async () => {
    const { approvals, events } = memoryApprovals()
    const secret = 'hunter2-hunter2'
    const args = { to: 'x', password: secret, deep: [{ body: 'private words' }] }
    const { request } = await approvals.request(call(args, { redactFields: ['body'] }))
    expect(JSON.stringify([request, events])).not.toMatch(/hunter2|private words/)
    expect(request.call.args).toEqual({ to: 'x', password: '[REDACTED]', deep: [{ body: '[REDACTED]' }] })
    expect(request.call.hidden).toMatchObject([
      { path: ['password'], type: 'string', length: 15 },
      { path: ['deep', 0, 'body'], type: 'string', length: 13 },
    ])
  })

  test('a reviewer with the right sees the whole call, which is on record', async () => {
    const { approvals, events } = memoryApprovals()
    const { request } = await approvals.request(call({ password: 'hunter2' }))
    expect(await approvals.reveal(request.id, ANA)).toMatchObject({ code: 'RIGHT_MISSING' })
    const answer = await approvals.reveal(request.id, { ...ANA, rights: ['reveal'] })
    expect(answer).toMatchObject({ kind: 'revealed', action: { parameters: { password: 'hunter2' } } })
    expect(events.at(-1)).toMatchObject({ kind: 'revealed', approver: { id: 'ana' } })
  })
})
