import { CallStopped, type StoppedCall } from './call-stopped.ts'

/** A reviewer said no; the same call gets the same answer for a while. The function has not run. */
export class ApprovalDenied extends CallStopped<'APPROVAL_DENIED'> {
  override readonly name = 'ApprovalDenied'
  readonly approvalId: string

  constructor(call: StoppedCall, approvalId: string) {
    super('APPROVAL_DENIED', `\`${call.resource}\` is denied and has not run: ${call.reason}`, call)
    this.approvalId = approvalId
  }
}
