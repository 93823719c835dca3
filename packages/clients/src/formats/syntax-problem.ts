/** What a reader throws when a file does not parse: where, and in a few words why. Never leaves this package. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem'
  readonly offset: number
  constructor(offset: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.offset = offset
  }
}
