import { toHex } from '../bytes/hex.ts'
import { sha256 } from '../bytes/sha256.ts'
import { LIMITS } from '../limits.ts'

/**
 * Remembers which signatures over which batches were found valid, so that the other permits of a batch cost hashes
 * only; those that come at the same time share one verification. Invalid ones are forgotten at once, and of the valid
 * ones the oldest leaves first, which costs arithmetic and never an answer.
 */
export class VerifiedRoots {
  readonly #answers = new Map<string, Promise<void>>()

  /** @param parts everything the answer depends on */
  once(parts: readonly Uint8Array[], verify: () => Promise<void>): Promise<void> {
    const key = toHex(sha256(...parts))
    const known = this.#answers.get(key)
    if (known !== undefined) return known
    const answer = verify()
    this.#remember(key, answer)
    return answer
  }

  #remember(key: string, answer: Promise<void>): void {
    if (this.#answers.size >= LIMITS.verifiedRootsMax) {
      const [oldest] = this.#answers.keys()
      if (oldest !== undefined) this.#answers.delete(oldest)
    }
    this.#answers.set(key, answer)
    answer.catch(() => {
      if (this.#answers.get(key) === answer) this.#answers.delete(key)
    })
  }
}
