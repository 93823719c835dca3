import { KvlarError } from './kvlar-error.ts'
import type { StoppedCall } from './stopped-call.ts'

/** The call waits for a reviewer; make the same call again once it is approved. The function has not run. */
export class ApprovalPending extends KvlarError<'POLICY_APPROVAL_REQUIRED'> {
  override readonly name = 'ApprovalPending'
  readonly resource: string
  readonly ruleId: string
  readonly reason: string
  readonly decisionId: string
  readonly approvalId: string
  /** Not approved by then, the call is denied. */
  readonly expiresAt: Date
  /** Where a reviewer decides, when the program says so. */
  readonly url?: string

  constructor(
    { resource, ruleId, reason, decisionId, approvalId = '' }: StoppedCall,
    { expiresAtMs, url }: { readonly expiresAtMs: number; readonly url?: string },
  ) {
    super('POLICY_APPROVAL_REQUIRED', `\`${resource}\` waits for approval and has not run: ${reason}`)
    this.resource = resource
    this.ruleId = ruleId
    this.reason = reason
    this.decisionId = decisionId
    this.approvalId = approvalId
    this.expiresAt = new Date(expiresAtMs)
    if (url !== undefined) this.url = url
  }
}
