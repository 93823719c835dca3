/** Found on every error of this package, also when it comes from another realm or another copy of the package. */
export const MARKER: unique symbol = Symbol.for('@kvlar/sdk/error')

/**
 * What the errors of this package have in common. `name` tells the classes apart where `instanceof` cannot.
 *
 * INVARIANT: no error carries the value of an argument, nor a cause that could.
 */
export abstract class KvlarError<Code extends string> extends Error {
  abstract override readonly name: string
  readonly code: Code

  constructor(code: Code, message: string) {
    super(message)
    this.code = code
    Object.defineProperty(this, MARKER, { value: true })
  }
}
