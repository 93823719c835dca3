/** A person, or the system, asked the command to stop: there is nothing to say about it. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError'
  readonly exit: number
  constructor(exit: number) {
    super('stopped')
    this.exit = exit
  }
}
