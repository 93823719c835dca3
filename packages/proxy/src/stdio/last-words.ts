import { Writable } from 'node:stream'
import { LIMITS } from '../limits.ts'

/** Takes what a process writes for people and keeps its end. */
export class LastWords extends Writable {
  #kept = Buffer.alloc(0)

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#kept = Buffer.concat([this.#kept, chunk]).subarray(-LIMITS.lastWordsBytesMax)
    done()
  }

  /** The last line that is not empty; empty where nothing was said. */
  lastLine(): string {
    const lines = this.#kept.toString('utf8').split('\n')
    return (
      lines
        .findLast((line) => line.trim() !== '')
        ?.trim()
        .slice(-LIMITS.logQuoteBytesMax) ?? ''
    )
  }
}
