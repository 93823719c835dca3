import { hintsOf, type Settled } from '@kvlar/gate'
import { ApprovalDenied } from './errors/approval-denied.ts'
import { ApprovalExpired } from './errors/approval-expired.ts'
import { ApprovalPending, type PendingRequest } from './errors/approval-pending.ts'
import type { StoppedCall } from './errors/call-stopped.ts'
import { KvlarDenied } from './errors/kvlar-denied.ts'
import type { JudgedCall } from './judged-call.ts'
import type { Guarded } from './ports.ts'

/** Where a reviewer decides. */
export type ApprovalUrl = (approvalId: string) => string | undefined

type Refusal = Extract<Settled<Guarded>, { readonly kind: 'refuse' }>

/** The error that tells a caller why its call has not run. */
export function stopError(
  { action, sessionId, callId }: JudgedCall,
  ruling: Refusal,
  approvalUrl: ApprovalUrl | undefined,
): Error {
  const { verdict, answer } = ruling
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
  const pending = pendingRequest(ruling, approvalUrl)
  return pending === undefined ? new KvlarDenied(code, call) : new ApprovalPending(call, pending)
}

/** What waits for a reviewer, where a call has not run because of that. */
export function pendingRequest(
  { verdict, answer }: Refusal,
  approvalUrl: ApprovalUrl | undefined,
): PendingRequest | undefined {
  if (verdict.code !== 'POLICY_APPROVAL_REQUIRED' || answer?.kind !== 'pending') return undefined
  const approvalId = answer.approvalId ?? ''
  const url = approvalUrl?.(approvalId)
  const expiresAt = new Date(answer.expiresAtMs ?? Number.NaN)
  return { approvalId, expiresAt, ...(url !== undefined && { url }) }
}
