export const SERVE_ERROR_CODES = [
  /** A line is not a message: not JSON with one reading, too long, without an id or a method. */
  'SERVE_BAD_FRAME',
  /** The parameters of a method are not what its schema says. */
  'SERVE_BAD_PARAMS',
  /** The first request is not `hello`, or names a version that is not spoken here. */
  'SERVE_PROTOCOL',
  'SERVE_UNKNOWN_METHOD',
  /** A call or a request that is none, or no longer one of this caller. */
  'SERVE_UNKNOWN_HANDLE',
  /** More is open than one caller may have. */
  'SERVE_BUSY',
  /** The caller may not do that: a scope, or the credential of a reviewer, is missing. */
  'SERVE_NOT_ALLOWED',
  /** The request was withdrawn. */
  'SERVE_CANCELLED',
  /** It is being closed, so nothing is judged any more. */
  'SERVE_CLOSING',
  /** A fault of Kvlar. */
  'SERVE_INTERNAL',
] as const

export type ServeErrorCode = (typeof SERVE_ERROR_CODES)[number]

/** A request that cannot be answered as it stands. */
export class ServeError extends Error {
  override readonly name = 'ServeError'
  readonly code: ServeErrorCode
  readonly help: string | undefined

  constructor(code: ServeErrorCode, message: string, help?: string) {
    super(message)
    this.code = code
    this.help = help
  }
}
