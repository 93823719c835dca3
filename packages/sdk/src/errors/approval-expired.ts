import { KvlarError } from './kvlar-error.ts'
import type { StoppedCall } from './stopped-call.ts'

/** Nobody answered in time, which is a no. The function has not run. */
export class ApprovalExpired extends KvlarError<'APPROVAL_EXPIRED'> {
  override readonly name = 'ApprovalExpired'
  readonly resource: string
  readonly ruleId: string
  readonly reason: string
  readonly decisionId: string
  readonly approvalId: string

  constructor({ resource, ruleId, reason, decisionId, approvalId = '' }: StoppedCall) {
    super('APPROVAL_EXPIRED', `\`${resource}\` was not approved in time and has not run`)
    this.resource = resource
    this.ruleId = ruleId
    this.reason = reason
    this.decisionId = decisionId
    this.approvalId = approvalId
  }
}
