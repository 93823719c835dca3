import { expect, test } from 'vitest'
import { noticeOf } from '@kvlar/sdk'
import { answer, program, thrownBy } from './program.ts'

test('an agent is told why a call was stopped in the words of the proxy, and never what it was called with', async () => {
  const { kvlar, approvals, issueRefund } = program({ approvalUrl: (id) => `https://k/${id}` })
  const drop = kvlar.guard('drop_all', (_args: { of: string }) => 'gone')
  const refund = kvlar.guard('issue_refund', issueRefund, { onPending: 'throw' })
  const args = { orderId: 'hunter2', amount: 5 }
  expect(noticeOf(await thrownBy(() => drop({ of: 'hunter2' })))).toEqual({
    code: 'POLICY_DENY',
    decision: 'deny',
    rule_id: 'deny-drops',
    reason: 'nothing is dropped here',
    retry_allowed: false,
    tool: 'drop_all',
  })
  const pending = noticeOf(await thrownBy(() => refund(args)))
  const id = await answer(approvals, 'deny', 'not today')
  expect(pending).toMatchObject({
    decision: 'require_approval',
    code: 'POLICY_APPROVAL_REQUIRED',
    approval: { id, status: 'pending', url: `https://k/${id}`, expires_at: expect.stringMatching(/Z$/) },
  })
  const denied = noticeOf(await thrownBy(() => refund(args)))
  expect(denied).toMatchObject({ code: 'APPROVAL_DENIED', approval: { id, status: 'denied' } })
  expect(denied?.reason).toContain('not today')
  const unread = noticeOf(await thrownBy(() => refund({ ...args, amount: Number.NaN })))
  expect(unread).toMatchObject({ code: 'KVLAR_ARGUMENTS_NOT_JSON', decision: 'deny' })
  expect(JSON.stringify([pending, denied, unread])).not.toContain('hunter2')
  expect(noticeOf(new Error('of somebody else'))).toBeUndefined()
})
