/** A clock that stands still until it is moved. Unix milliseconds. */
export class Clock {
  ms = 1_800_000_000_000
  readonly now = (): number => this.ms
  get seconds(): number {
    return Math.floor(this.ms / 1000)
  }
  passSeconds(seconds: number): void {
    this.ms += 1000 * seconds
  }
}
