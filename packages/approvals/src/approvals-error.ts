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
  /** The webhook did not answer in time. */
  'APPROVAL_WEBHOOK_LATE',
  /** No connection to the webhook, or it broke. */
  'APPROVAL_WEBHOOK_UNREACHABLE',
  /** The webhook's address is not a public one, and the operator did not choose it. */
  'APPROVAL_WEBHOOK_PRIVATE',
  /** The webhook pointed elsewhere; nobody follows. */
  'APPROVAL_WEBHOOK_REDIRECTED',
  /** The webhook said 410: it is told nothing any more. */
  'APPROVAL_WEBHOOK_GONE',
  /** The webhook answered with a status that is no decision. */
  'APPROVAL_WEBHOOK_BAD_STATUS',
  /** The webhook's answer came over a connection that others can change. */
  'APPROVAL_WEBHOOK_UNTRUSTED',
  /** The webhook's answer is not exactly a decision. */
  'APPROVAL_WEBHOOK_MALFORMED',
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
