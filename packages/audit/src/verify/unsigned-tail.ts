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
  /** Entries that the checkpoint of a smaller size before it covers. */
  #before = 0
  #pruned = 0
  #sinceMs = 0
  #lastMs = 0
  #closed = false
  #adopted = 0
  #adoptedTo = 0

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
      const { unsigned_from: from } = entry
      // A checkpoint of exactly this size can be the next writer's: where a segment ends, it signs that first.
      if (from !== this.#signed && !(this.#signed === index && from === this.#before))
        throw new Broken(
          'RECOVERY_WRONG',
          `${from} entries were signed when the chain was taken over, and ${this.#signed} are now`,
          line,
        )
      this.#adopted += index - Math.max(from, this.#adoptedTo)
      this.#adoptedTo = index
    } else if (this.#closed && this.#signed < index) {
      throw closeUnsigned(index, line - 1)
    }
    this.#lastMs = Date.parse(entry.time)
    // Each writer has a time of its own to sign in.
    if (index === this.#signed || kind === 'recovery') this.#sinceMs = this.#lastMs
    this.#closed = kind === 'close'
  }

  /** A checkpoint covers the first `size` entries. */
  sign(size: number): void {
    if (size > this.#signed) this.#before = Math.max(this.#signed, this.#pruned)
    this.#signed = size
  }

  /** A checkpoint covers `size` entries that were pruned. */
  skip(size: number): void {
    this.#pruned = size
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
    `entry ${size - 1} closes the chain and no checkpoint covers it: a writer signs its end, so checkpoints were taken away`,
    line,
  )
}
