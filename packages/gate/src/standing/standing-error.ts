/** `EVALUATION_STATE_UNAVAILABLE`: it cannot be had. `STANDING_GONE`: what was held is lost, or is another one's. */
export const STANDING_ERROR_CODES = [
  'EVALUATION_STATE_UNAVAILABLE',
  'STANDING_GONE',
  'STANDING_BAD_OPTION',
] as const

export type StandingErrorCode = (typeof STANDING_ERROR_CODES)[number]

/** What is held of sessions, or of who is turned away, cannot be had; whoever catches it denies. */
export class StandingError extends Error {
  override readonly name = 'StandingError'
  readonly code: StandingErrorCode

  constructor(code: StandingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
