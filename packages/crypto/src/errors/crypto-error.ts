/** Structured context of an error: small, printable, never a secret. */
export type ErrorContext = Readonly<Record<string, string | number | boolean | null>>

export interface CryptoErrorOptions extends ErrorOptions {
  readonly context?: ErrorContext
}

/** What the errors of this package have in common: a stable code, a message, optional context. */
export abstract class CryptoError<Code extends string> extends Error {
  readonly code: Code
  readonly context?: ErrorContext
  constructor(code: Code, message: string, options?: CryptoErrorOptions) {
    super(message, options)
    this.code = code
    if (options?.context !== undefined) this.context = options.context
  }
}
