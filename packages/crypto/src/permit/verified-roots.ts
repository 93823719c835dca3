import { toHex } from '../bytes/hex.ts'
import { sha256 } from '../bytes/sha256.ts'
import { LIMITS } from '../limits.ts'

/**
 * Remembers which signatures over which batches were found valid, so that the second permit of a batch costs hashes
 * only. Only valid signatures enter; the oldest leaves first, which costs arithmetic and never an answer.
 */
export class VerifiedRoots {
  readonly #known = new Set<string>()

  /** @param parts everything the answer depends on */
  async once(parts: readonly Uint8Array[], verify: () => Promise<void>): Promise<void> {
    const key = toHex(sha256(...parts))
    if (this.#known.has(key)) return
    await verify()
    if (this.#known.size >= LIMITS.verifiedRootsMax)
      for (const oldest of this.#known) {
        this.#known.delete(oldest)
        break
      }
    this.#known.add(key)
  }
}
