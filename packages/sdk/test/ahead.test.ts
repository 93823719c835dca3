import { describe, expect, test } from 'vitest'
import { answer, pendingId, policy, program, story, thrownBy } from './program.ts'

describe('asking ahead about a call', () => {
  test('puts it before people, and runs nothing', async () => {
    const { kvlar, approvals, issueRefund, ran, events } = program({ approvalUrl: (id) => `https://k/${id}` })
    const refund = kvlar.guard('issue_refund', issueRefund, { onPending: 'throw' })
    const request = await kvlar.askAhead(refund, { orderId: 'A1', amount: 5 })
    const id = await pendingId(approvals)
    expect(request).toMatchObject({ approvalId: id, url: `https://k/${id}`, expiresAt: expect.any(Date) })
    expect([ran, story(events).every((line) => line.startsWith('require_approval'))]).toEqual([[], true])
  })

  test('leaves an approval for the call itself, which is good for it once', async () => {
    const { kvlar, approvals, issueRefund, ran } = program()
    const refund = kvlar.guard('issue_refund', issueRefund, { onPending: 'throw' })
    const args = { orderId: 'A1', amount: 5 }
    await kvlar.askAhead(refund, args)
    const id = await answer(approvals, 'approve')
    expect(await kvlar.askAhead(refund, args)).toMatchObject({ approvalId: id })
    expect((await approvals.get(id))?.state).toBe('approved')
    expect(await refund(args)).toBe('refunded')
    expect(await thrownBy(() => refund(args))).toMatchObject({ name: 'ApprovalPending' })
    expect(ran).toHaveLength(1)
  })

  test('says nothing where nobody need be asked, or where the call says itself why it is stopped', async () => {
    const { kvlar, approvals, issueRefund, events } = program()
    const read = kvlar.guard('read_order', () => 'order')
    const drop = kvlar.guard('drop_order', () => 'gone')
    const refund = kvlar.guard('issue_refund', issueRefund, { onPending: 'throw' })
    expect(await kvlar.askAhead(read)).toBeUndefined()
    expect(await kvlar.askAhead(drop)).toBeUndefined()
    expect(await kvlar.askAhead(refund, { orderId: 'A1', amount: Number.NaN })).toBeUndefined()
    expect([await approvals.list(), events]).toEqual([[], []])
    await kvlar.askAhead(refund, { orderId: 'A1', amount: 5 })
    await answer(approvals, 'deny')
    expect(await kvlar.askAhead(refund, { orderId: 'A1', amount: 5 })).toBeUndefined()
  })

  test('does not withdraw the request of a caller that waits for it', async () => {
    const { kvlar, approvals, issueRefund } = program()
    const refund = kvlar.guard('issue_refund', issueRefund)
    const waits = refund({ orderId: 'A1', amount: 5 })
    const id = await pendingId(approvals)
    expect(await kvlar.askAhead(refund, { orderId: 'A1', amount: 5 })).toMatchObject({ approvalId: id })
    await answer(approvals, 'approve')
    expect(await waits).toBe('refunded')
  })

  test('counts a call once that follows at once, and one that comes later when it comes', async () => {
    const clock = { ms: Date.UTC(2026, 10, 21) }
    const rules = `
  - id: twice-a-minute
    match_on: { resources: [ping], conditions: [{ rate_limit: { max: 2, window: 60s } }] }
    effect: { type: allow }
  - id: ask-beyond
    match_on: { resources: [ping] }
    effect: { type: require_approval, reason: that often }
`
    const { kvlar, approvals } = program({ policies: [policy(rules)], now: () => clock.ms })
    const ping = kvlar.guard('ping', () => 'pong', { onPending: 'throw' })
    const askAndCall = async () => [await kvlar.askAhead(ping), await ping().catch(({ name }) => name)]
    expect(await askAndCall()).toEqual([undefined, 'pong'])
    expect(await askAndCall()).toEqual([undefined, 'pong'])
    expect(await askAndCall()).toEqual([
      { approvalId: await pendingId(approvals), expiresAt: expect.any(Date) },
      'ApprovalPending',
    ])
    clock.ms += 61_000
    expect(await Promise.all([kvlar.askAhead(ping), kvlar.askAhead(ping)])).toEqual([undefined, undefined])
    clock.ms += 61_000
    const late = [await ping(), await ping(), await ping().catch(({ name }) => name)]
    expect(late).toEqual(['pong', 'pong', 'ApprovalPending'])
  })

  test('counts a call once that is in no session, by whatever name', async () => {
    const rules = `
  - id: twice-an-hour
    match_on: { resources: [ping], conditions: [{ rate_limit: { max: 2, window: 1h } }] }
    effect: { type: allow }
  - id: ask-beyond
    match_on: { resources: [ping] }
    effect: { type: require_approval, reason: that often }
`
    const { kvlar, events } = program({ policies: [policy(rules)] })
    const ping = kvlar.guard('ping', () => 'pong', { onPending: 'throw' })
    // Where a call comes from is known, and its session is not: it is in none.
    const called = async () =>
      kvlar.run({ agentId: 'a', ip: '192.0.2.7' }, async () => [await kvlar.askAhead(ping), await ping()])
    expect([await called(), await called()]).toEqual([
      [undefined, 'pong'],
      [undefined, 'pong'],
    ])
    const names = new Set(events.map(({ sessionId }) => sessionId))
    expect(names.size).toBe(2)
  })

  test('is no action of its session', async () => {
    const max = { name: 'two', kind: 'max_actions_per_session', max: 2 } as const
    const { kvlar, approvals, issueRefund, ran } = program({ invariants: [max] })
    const refund = kvlar.guard('issue_refund', issueRefund, { onPending: 'throw' })
    for (const orderId of ['A1', 'A2']) {
      await kvlar.askAhead(refund, { orderId, amount: 5 })
      await answer(approvals, 'approve')
      await kvlar.askAhead(refund, { orderId, amount: 5 })
      expect(await refund({ orderId, amount: 5 })).toBe('refunded')
    }
    expect(ran).toHaveLength(2)
    expect(await thrownBy(() => refund({ orderId: 'A3', amount: 5 }))).toMatchObject({
      code: 'INVARIANT_VIOLATION',
    })
  })

  test('is about guarded functions of this Kvlar only', async () => {
    const { kvlar, issueRefund } = program()
    const other = program().kvlar.guard('issue_refund', issueRefund)
    for (const fn of [issueRefund, other])
      expect(await thrownBy(() => kvlar.askAhead(fn, { orderId: 'A1', amount: 5 }))).toMatchObject({
        code: 'KVLAR_BAD_OPTION',
      })
  })
})
