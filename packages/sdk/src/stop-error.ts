import type { Answer } from '@kvlar/approvals'
import { ApprovalDenied } from './errors/approval-denied.ts'
import { ApprovalExpired } from './errors/approval-expired.ts'
import { ApprovalPending } from './errors/approval-pending.ts'
import { KvlarDenied } from './errors/kvlar-denied.ts'
import type { StoppedCall } from './errors/stopped-call.ts'
import type { JudgedCall } from './judged-call.ts'
import type { Verdict } from './verdict.ts'

/** The error that tells a caller why its call has not run. */
export function stopError(
  { action, decisionId }: JudgedCall,
  { outcome, code, ruleId, reason }: Verdict,
  { answer, approvalUrl }: Asked = {},
): Error {
  const approvalId = answer?.approvalId
  const stopped: StoppedCall = {
    resource: action.resource,
    ruleId,
    reason,
    decisionId,
    ...(approvalId !== undefined && { approvalId }),
  }
  if (code === 'APPROVAL_DENIED') return new ApprovalDenied(stopped)
  if (code === 'APPROVAL_EXPIRED') return new ApprovalExpired(stopped)
  if (outcome !== 'require_approval' || answer?.kind !== 'pending') return new KvlarDenied(code, stopped)
  const url = approvalId === undefined ? undefined : approvalUrl?.(approvalId)
  const { expiresAtMs = Number.NaN } = answer
  return new ApprovalPending(stopped, { expiresAtMs, ...(url !== undefined && { url }) })
}

interface Asked {
  readonly answer?: Answer | undefined
  readonly approvalUrl?: ((approvalId: string) => string) | undefined
}
