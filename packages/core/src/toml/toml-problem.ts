/** What the reader throws where a text is not TOML. */
export class TomlProblem extends Error {
  override readonly name = 'TomlProblem'
  readonly offset: number
  constructor(offset: number, message: string) {
    super(message)
    this.offset = offset
  }
}
