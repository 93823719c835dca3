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

/** The call waits for a reviewer, and its caller did not want to; the same call runs once it is approved. */
export class ApprovalPending extends Error {
  override readonly name = 'ApprovalPending'
  readonly requestId: string
  /** RFC 3339 with `Z`. */
  readonly expiresAt: string
  constructor(message: string, request: { readonly id: string; readonly expiresAtMs: number }) {
    super(message)
    this.requestId = request.id
    this.expiresAt = new Date(request.expiresAtMs).toISOString()
  }
}
