import { CallStopped, type StoppedCall } from './call-stopped.ts'

/** A request that waits for a reviewer. */
export interface PendingRequest {
  readonly approvalId: string
  /** Not approved by then, the call is denied. */
  readonly expiresAt: Date
  /** Where a reviewer decides, when the program says so. */
  readonly url?: string
}

/** The call waits for a reviewer; make the same call again once it is approved. The function has not run. */
export class ApprovalPending extends CallStopped<'POLICY_APPROVAL_REQUIRED'> implements PendingRequest {
  override readonly name = 'ApprovalPending'
  readonly approvalId: string
  readonly expiresAt: Date
  readonly url?: string

  constructor(call: StoppedCall, { approvalId, expiresAt, url }: PendingRequest) {
    const message = `\`${call.resource}\` waits for approval and has not run: ${call.reason}`
    super('POLICY_APPROVAL_REQUIRED', message, call)
    this.approvalId = approvalId
    this.expiresAt = expiresAt
    if (url !== undefined) this.url = url
  }
}
