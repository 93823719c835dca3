import type { Entry } from '../entry/entry.ts'
import { LIMITS } from '../limits.ts'
import { Broken } from './broken.ts'

/**
 * The entries behind the last checkpoint, while a chain is read. Whoever can write the files can change them, so what
 * stands there must at least be what a writer leaves: one that ends in order signs its end, one that goes on signs
 * within a second, and one that takes over says how much was signed.
 */
export class UnsignedTail {
  #signed = 0
  #sinceMs = 0
  #lastMs = 0
  #closed = false
  #adopted = 0

  /** Entries that the last checkpoint covers. */
  get signed(): number {
    return this.#signed
  }

  /** Whether the last entry says that the writer ended in order. */
  get closed(): boolean {
    return this.#closed
  }

  /** Entries that a later writer found unsigned. */
  get adopted(): number {
    return this.#adopted
  }

  /** @param line where the entry stands @throws Broken */
  take(entry: Entry, line: number): void {
    const { index, kind } = entry
    if (kind === 'recovery') {
      if (entry.unsigned_from !== this.#signed)
        throw new Broken(
          'RECOVERY_WRONG',
          `${entry.unsigned_from} entries were signed when the chain was taken over, and ${this.#signed} are now`,
          line,
        )
      this.#adopted += index - this.#signed
    } else if (this.#closed && this.#signed < index) {
      throw closeUnsigned(index, line - 1)
    }
    this.#lastMs = Date.parse(entry.time)
    if (index === this.#signed) this.#sinceMs = this.#lastMs
    this.#closed = kind === 'close'
  }

  /** A checkpoint covers the first `size` entries. */
  sign(size: number): void {
    this.#signed = size
  }

  /** @throws Broken */
  end(size: number, line: number): void {
    if (size === this.#signed) return
    if (this.#closed) throw closeUnsigned(size, line)
    const spanMs = this.#lastMs - this.#sinceMs
    if (spanMs > LIMITS.unsignedMsMax)
      throw new Broken(
        'CHECKPOINT_OVERDUE',
        `the last ${size - this.#signed} entries span ${Math.round(spanMs / 1000)} s and no checkpoint covers them: the key could not sign, or checkpoints were taken away`,
        line,
      )
  }
}

function closeUnsigned(size: number, line: number): Broken {
  return new Broken(
    'CLOSE_UNSIGNED',
    `entry ${size - 1} closes the chain and no checkpoint covers it: checkpoints were taken away, or the writer was killed at that very moment`,
    line,
  )
}
