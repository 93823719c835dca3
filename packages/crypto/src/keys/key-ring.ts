import { KeyError } from '../errors/key-error.ts'
import type { KeyPair } from './key-pair.ts'
import type { PublicKeyBundle } from './public-key-bundle.ts'

/** Many keys, one current: the current one signs, all of them verify until they expire. */
export class KeyRing {
  readonly #pairs = new Map<string, KeyPair>()
  #current: KeyPair

  constructor(current: KeyPair, others: Iterable<KeyPair> = []) {
    for (const pair of [...others, current]) this.#pairs.set(pair.id, pair)
    this.#current = current
  }

  /** @throws KeyError `KEY_EXPIRED` when the current key has expired and none has taken its place */
  get current(): KeyPair {
    if (this.#current.isExpired)
      throw new KeyError('KEY_EXPIRED', `key \`${this.#current.id}\` has expired; rotate to a new one`)
    return this.#current
  }

  /** From now on `next` signs; the one before still verifies. */
  rotate(next: KeyPair): void {
    this.#pairs.set(next.id, next)
    this.#current = next
  }

  /**
   * Forgets a key that is not current and destroys its secrets.
   * @returns whether it was there
   */
  retire(keyId: string): boolean {
    if (keyId === this.#current.id)
      throw new KeyError('KEY_INVALID_ARGUMENT', `key \`${keyId}\` is current; rotate before retiring it`)
    const pair = this.#pairs.get(keyId)
    pair?.destroy()
    return this.#pairs.delete(keyId)
  }

  /** The bundles to publish: those that have not expired. */
  bundles(): readonly PublicKeyBundle[] {
    return [...this.#pairs.values()].filter((pair) => !pair.isExpired).map((pair) => pair.publicKeys())
  }
}
