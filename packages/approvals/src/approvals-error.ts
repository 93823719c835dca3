import type { ErrorContext } from '@kvlar/core'

/** Every way in which asking or deciding can go wrong other than by a reviewer's answer; each denies. */
export const APPROVALS_ERROR_CODES = [
  /** The queue cannot be read or written. */
  'APPROVAL_STORE_UNAVAILABLE',
  /** A row is not what this package wrote: edited, or written under another key. */
  'APPROVAL_TAMPERED',
  /** Too many requests are pending already. */
  'APPROVAL_QUEUE_FULL',
  /** The call cannot be bound: not JSON, too large. */
  'APPROVAL_UNBINDABLE',
  /** Others kept taking what this call waited for. */
  'APPROVAL_CONTENDED',
  /** The key file is missing where it must exist, malformed, or readable by others. */
  'APPROVAL_KEY_UNUSABLE',
  /** An address other than loopback without configured approvers. */
  'APPROVAL_EXPOSED',
  /** A configuration value that cannot be used. */
  'APPROVAL_BAD_OPTION',
  /** The webhook gave no valid answer. */
  'APPROVAL_WEBHOOK_FAILED',
] as const

export type ApprovalsErrorCode = (typeof APPROVALS_ERROR_CODES)[number]

export interface ApprovalsErrorOptions extends ErrorOptions {
  readonly context?: ErrorContext
}

/** Asking or deciding was not possible; whoever catches it denies. */
export class ApprovalsError extends Error {
  override readonly name = 'ApprovalsError'
  readonly code: ApprovalsErrorCode
  readonly context?: ErrorContext
  constructor(code: ApprovalsErrorCode, message: string, options?: ApprovalsErrorOptions) {
    super(message, options)
    this.code = code
    if (options?.context !== undefined) this.context = options.context
  }
}
