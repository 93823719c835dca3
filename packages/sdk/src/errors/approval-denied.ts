import { KvlarError } from './kvlar-error.ts'
import type { StoppedCall } from './stopped-call.ts'

/** A reviewer said no; the same call gets the same answer for a while. The function has not run. */
export class ApprovalDenied extends KvlarError<'APPROVAL_DENIED'> {
  override readonly name = 'ApprovalDenied'
  readonly resource: string
  readonly ruleId: string
  /** With the reviewer's note, where there is one. */
  readonly reason: string
  readonly decisionId: string
  readonly approvalId: string

  constructor({ resource, ruleId, reason, decisionId, approvalId = '' }: StoppedCall) {
    super('APPROVAL_DENIED', `\`${resource}\` is denied by a reviewer and has not run: ${reason}`)
    this.resource = resource
    this.ruleId = ruleId
    this.reason = reason
    this.decisionId = decisionId
    this.approvalId = approvalId
  }
}
