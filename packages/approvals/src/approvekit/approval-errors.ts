/** A reviewer said no; the function did not run. */
export class ApprovalRejectedError extends Error {
  override readonly name = 'ApprovalRejectedError'
  /** The request that was rejected; absent when the policy itself denies. */
  readonly requestId?: string
  constructor(message: string, requestId?: string) {
    super(message)
    if (requestId !== undefined) this.requestId = requestId
  }
}

/** Nobody answered in time, which is a no; the function did not run. */
export class ApprovalTimeoutError extends Error {
  override readonly name = 'ApprovalTimeoutError'
  readonly requestId?: string
  constructor(message: string, requestId?: string) {
    super(message)
    if (requestId !== undefined) this.requestId = requestId
  }
}
