import { VerificationError } from '../errors/verification-error.ts'
import type { PublicKeyBundle } from '../keys/public-key-bundle.ts'
import { LIMITS } from '../limits.ts'
import type { PublicKeyDirectory } from './public-key-directory.ts'

/** A directory that its owner fills and empties. */
export function createMemoryDirectory(bundles: Iterable<PublicKeyBundle> = []): MemoryDirectory {
  return new MemoryDirectory(bundles)
}

/** The keys of one process. */
export class MemoryDirectory implements PublicKeyDirectory {
  readonly #bundles = new Map<string, PublicKeyBundle>()

  constructor(bundles: Iterable<PublicKeyBundle>) {
    for (const bundle of bundles) this.insert(bundle)
  }

  get length(): number {
    return this.#bundles.size
  }

  get isEmpty(): boolean {
    return this.#bundles.size === 0
  }

  /** @throws VerificationError `Corrupt` when the directory holds `LIMITS.bundlesMax` keys */
  insert(bundle: PublicKeyBundle): void {
    if (this.#bundles.size >= LIMITS.bundlesMax && !this.#bundles.has(bundle.id))
      throw new VerificationError(
        'Corrupt',
        `a directory holds at most ${LIMITS.bundlesMax} keys; refusing one more`,
      )
    this.#bundles.set(bundle.id, bundle)
  }

  /** Whether the key was there. From now on its signatures are refused. */
  remove(keyId: string): boolean {
    return this.#bundles.delete(keyId)
  }

  fetch(keyId: string): Promise<PublicKeyBundle> {
    const bundle = this.#bundles.get(keyId)
    return bundle === undefined ? Promise.reject(notFound(keyId)) : Promise.resolve(bundle)
  }

  /** There is no source to read; callers need not know which kind of directory they have. */
  reload(): Promise<void> {
    return Promise.resolve()
  }
}

/** The refusal of a key that a directory does not have. */
export function notFound(keyId: string): VerificationError {
  return new VerificationError(
    'NotFound',
    `key \`${keyId.slice(0, 64)}\` is not in the directory; refusing it`,
  )
}
