import { describe, expect, test } from 'vitest'
import { answer, pendingId, program, story, thrownBy } from './program.ts'

const REFUND = { orderId: 'A1', amount: 5 }

describe('letting a call go that somebody else makes', () => {
  test('runs nothing, gives what was judged, frozen, and records how it is said to have ended', async () => {
    const { kvlar, ran, events } = program()
    const read = kvlar.guard('read_order', (args: { id: string }) => ran.push(args))
    const given = { id: 'A1' }
    const going = kvlar.letGo(read, given)
    given.id = 'B2'
    const { args, ended } = await going
    expect([args, Object.isFrozen(args), ran]).toEqual([{ id: 'A1' }, true, []])
    expect(story(events)).toEqual(['allow POLICY_ALLOW'])
    await ended('ok')
    await ended('failed')
    expect(story(events)).toEqual(['allow POLICY_ALLOW', 'ok'])
    const failing = await kvlar.letGo(read, { id: 'A1' })
    await failing.ended('failed')
    expect(story(events).at(-1)).toBe('failed')
  })

  test('throws what a call of the function throws where it may not run', async () => {
    const { kvlar, events } = program()
    const drop = kvlar.guard('drop_order', () => 'gone')
    expect(await thrownBy(() => kvlar.letGo(drop))).toMatchObject({
      name: 'KvlarDenied',
      code: 'POLICY_DENY',
    })
    const strange = kvlar.guard('read_order', (_args: { at: Date }) => 'order')
    expect(await thrownBy(() => kvlar.letGo(strange, { at: new Date(0) }))).toMatchObject({
      name: 'InvalidArguments',
    })
    expect(story(events)).toEqual(['deny POLICY_DENY', 'KVLAR_ARGUMENTS_NOT_JSON'])
  })

  test('uses an approval up, for exactly this call and once', async () => {
    const { kvlar, approvals, issueRefund, ran } = program()
    const refund = kvlar.guard('issue_refund', issueRefund, { onPending: 'throw' })
    const pending = await thrownBy(() => kvlar.letGo(refund, REFUND))
    const id = await answer(approvals, 'approve')
    expect(pending).toMatchObject({ name: 'ApprovalPending', approvalId: id })
    expect(await thrownBy(() => kvlar.letGo(refund, { ...REFUND, amount: 500 }))).toMatchObject({
      name: 'ApprovalPending',
    })
    const { ended } = await kvlar.letGo(refund, REFUND)
    expect(await thrownBy(() => kvlar.letGo(refund, REFUND))).toMatchObject({ name: 'ApprovalPending' })
    await ended('ok')
    expect([(await approvals.get(id))?.state, ran]).toEqual(['executed', []])
  })

  test('waits for people as long as its signal says, and is not waited for once it has gone', async () => {
    const { kvlar, approvals, issueRefund } = program()
    const refund = kvlar.guard('issue_refund', issueRefund)
    const abort = new AbortController()
    const waits = kvlar.letGo(refund, REFUND, { signal: abort.signal })
    const id = await pendingId(approvals)
    abort.abort(new Error('enough'))
    expect(await thrownBy(() => waits)).toMatchObject({ message: 'enough' })
    expect((await approvals.get(id))?.state).toBe('cancelled')
    await kvlar.letGo(kvlar.guard('read_order', () => 'order'))
    await kvlar.whenIdle()
  })

  test('is for functions of this Kvlar', async () => {
    const { kvlar } = program()
    expect(await thrownBy(() => kvlar.letGo(() => undefined))).toMatchObject({ code: 'KVLAR_BAD_OPTION' })
  })
})
