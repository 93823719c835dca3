import { hintsOf, type Settled } from '@kvlar/gate'
import { ApprovalDenied } from './errors/approval-denied.ts'
import { ApprovalExpired } from './errors/approval-expired.ts'
import { ApprovalPending } from './errors/approval-pending.ts'
import type { StoppedCall } from './errors/call-stopped.ts'
import { KvlarDenied } from './errors/kvlar-denied.ts'
import type { JudgedCall } from './judged-call.ts'
import type { Guarded } from './ports.ts'

/** Where a reviewer decides. */
export type ApprovalUrl = (approvalId: string) => string | undefined

/** The error that tells a caller why its call has not run. */
export function stopError(
  { action, sessionId, callId }: JudgedCall,
  { verdict, answer }: Extract<Settled<Guarded>, { readonly kind: 'refuse' }>,
  approvalUrl: ApprovalUrl | undefined,
): Error {
  const { code, ruleId, reason } = verdict
  const call: StoppedCall = {
    resource: action.resource,
    ruleId,
    reason,
    decisionId: `${sessionId}:${callId}`,
    hints: hintsOf(verdict),
  }
  const approvalId = answer?.approvalId ?? ''
  if (code === 'APPROVAL_DENIED') return new ApprovalDenied(call, approvalId)
  if (code === 'APPROVAL_EXPIRED') return new ApprovalExpired(call, approvalId)
  if (code !== 'POLICY_APPROVAL_REQUIRED' || answer?.kind !== 'pending') return new KvlarDenied(code, call)
  const url = approvalUrl?.(approvalId)
  const expiresAt = new Date(answer.expiresAtMs ?? Number.NaN)
  return new ApprovalPending(call, { approvalId, expiresAt, ...(url !== undefined && { url }) })
}
