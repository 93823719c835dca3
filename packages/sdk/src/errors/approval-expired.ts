import { CallStopped, type StoppedCall } from './call-stopped.ts'

/** Nobody answered in time, which is a no. The function has not run. */
export class ApprovalExpired extends CallStopped<'APPROVAL_EXPIRED'> {
  override readonly name = 'ApprovalExpired'
  readonly approvalId: string

  constructor(call: StoppedCall, approvalId: string) {
    super('APPROVAL_EXPIRED', `\`${call.resource}\` was not approved in time and has not run`, call)
    this.approvalId = approvalId
  }
}
