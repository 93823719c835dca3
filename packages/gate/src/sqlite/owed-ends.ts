import type { CallEnd } from '@kvlar/core'
import { LIMITS } from '../limits.ts'

/**
 * Ends of calls that the file could not be told because another process held it, told when it can be: what a call left
 * that has not run must not stand until it lapses.
 */
export class OwedEnds {
  readonly #tell: (decisionId: string, end: CallEnd) => Promise<void>
  readonly #owed = new Map<string, CallEnd>()
  #paying: Promise<void> | undefined

  constructor(tell: (decisionId: string, end: CallEnd) => Promise<void>) {
    this.#tell = tell
  }

  /** Tells an end, and owes it where that fails. */
  async unless(decisionId: string, end: CallEnd): Promise<void> {
    try {
      await this.#tell(decisionId, end)
      this.#owed.delete(decisionId)
    } catch (error) {
      this.#owed.set(decisionId, end)
      const [oldest] = this.#owed.keys()
      if (this.#owed.size > LIMITS.owedEndsMax && oldest !== undefined) this.#owed.delete(oldest)
      throw error
    }
  }

  forget(decisionId: string): void {
    this.#owed.delete(decisionId)
  }

  /** Tells what is owed for as long as that works; never rejects. */
  pay(): Promise<void> {
    if (this.#owed.size === 0) return Promise.resolve()
    this.#paying ??= this.#payAll()
      // What is left of it stays owed.
      .catch(() => undefined)
      .finally(() => (this.#paying = undefined))
    return this.#paying
  }

  async #payAll(): Promise<void> {
    for (const [decisionId, end] of this.#owed) {
      await this.#tell(decisionId, end)
      // One that was counted again meanwhile, or has ended anew, is another one.
      if (this.#owed.get(decisionId) === end) this.#owed.delete(decisionId)
    }
  }
}
