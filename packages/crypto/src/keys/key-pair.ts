import { inspect } from 'node:util'
import type { Backend } from '../backend/backend.ts'
import { chooseBackend } from '../backend/choose-backend.ts'
import { KeyError } from '../errors/key-error.ts'
import type { Signer } from '../signing/signer.ts'
import { DEFAULT_SUITE, SIZES, SUITES, type Suite } from '../suites.ts'
import { copySeeds, randomSeeds, wipeSeeds, type KeySeeds } from './key-seeds.ts'
import { checkTimes, PublicKeyBundle } from './public-key-bundle.ts'
import { unusableOption } from '../unusable-option.ts'

/** Where a key pair's arithmetic runs and what time it is; both have defaults. */
export interface KeyPairOptions {
  readonly backend?: Backend
  /** Unix milliseconds. */
  readonly now?: () => number
}

/** When a key pair was made and when it ends, in Unix seconds. */
export interface KeyLife {
  readonly createdAt: number
  readonly expiresAt: number | null
}

const OPTIONS = ['backend', 'now']

type Opened = ReturnType<typeof openAll>

/** One identity: ML-DSA-65, Ed25519, ML-KEM-768 and X25519. Printing or serialising it shows no secret. */
export class KeyPair {
  /** Thumbprint of the public bundle. */
  readonly id: string
  /** Unix seconds. */
  readonly createdAt: number
  /** Unix seconds; null means never. */
  readonly expiresAt: number | null
  readonly #bundle: PublicKeyBundle
  readonly #seeds: KeySeeds
  readonly #now: () => number
  #opened: Opened | undefined

  private constructor(seeds: KeySeeds, opened: Opened, life: KeyLife, now: () => number) {
    this.#bundle = new PublicKeyBundle({
      mlDsaVerifyingKey: opened.mlDsa65.publicKey,
      ed25519VerifyingKey: opened.ed25519.publicKey,
      mlKemEncapsulationKey: opened.mlKem768.publicKey,
      x25519PublicKey: opened.x25519.publicKey,
      createdAt: life.createdAt,
      expiresAt: life.expiresAt,
    })
    this.#seeds = seeds
    this.#opened = opened
    this.#now = now
    this.id = this.#bundle.id
    this.createdAt = life.createdAt
    this.expiresAt = life.expiresAt
  }

  /** A fresh key pair that does not expire. */
  static generate(options: KeyPairOptions = {}): Promise<KeyPair> {
    const createdAt = secondsOf(options)
    return KeyPair.#own(randomSeeds(), { createdAt, expiresAt: null }, options)
  }

  /** A fresh key pair that ends after `lifetimeSeconds`. */
  static async generateWithExpiry(lifetimeSeconds: number, options: KeyPairOptions = {}): Promise<KeyPair> {
    const createdAt = secondsOf(options)
    return KeyPair.#own(randomSeeds(), { createdAt, expiresAt: createdAt + lifetimeSeconds }, options)
  }

  /**
   * The key pair of known seeds. The pair keeps copies.
   * @throws KeyError `KEY_MALFORMED` when a seed has the wrong length or the life is not two times in order
   */
  static async fromSeeds(seeds: KeySeeds, life: KeyLife, options: KeyPairOptions = {}): Promise<KeyPair> {
    checkSeeds(seeds)
    return KeyPair.#own(copySeeds(seeds), life, options)
  }

  /** INVARIANT: these seeds are the only copy, so that `destroy` leaves none behind. */
  static async #own(seeds: KeySeeds, life: KeyLife, options: KeyPairOptions): Promise<KeyPair> {
    try {
      const problem = unusableOption(options, OPTIONS)
      if (problem !== undefined)
        throw new KeyError('KEY_INVALID_ARGUMENT', `an option of a key is of no use: ${problem}; refusing`)
      checkTimes(life.createdAt, life.expiresAt)
      const backend = options.backend ?? (await chooseBackend())
      return new KeyPair(seeds, openAll(backend, seeds), life, options.now ?? Date.now)
    } catch (error) {
      wipeSeeds(seeds)
      throw error
    }
  }

  get isExpired(): boolean {
    return this.#bundle.isExpiredAt(Math.floor(this.#now() / 1000))
  }

  /** What others need to verify and to seal. */
  publicKeys(): PublicKeyBundle {
    return this.#bundle
  }

  /**
   * Signs with this pair, for as long as it lives.
   * @param suite hybrid unless PQ-only is asked for
   */
  signer(suite: Suite = DEFAULT_SUITE): Signer {
    return {
      suite,
      bundle: this.#bundle,
      sign: async ({ input, context }) => {
        const keys = this.#open()
        if (this.isExpired)
          throw new KeyError('KEY_EXPIRED', `key \`${this.id}\` has expired; refusing to sign`)
        const mlDsa65 = await keys.mlDsa65.sign(input, context)
        // Destroyed meanwhile, it may have signed with zeros.
        const { ed25519 } = this.#open()
        return SUITES[suite].hybrid ? { mlDsa65, ed25519: ed25519.sign(input) } : { mlDsa65 }
      },
    }
  }

  /** The ML-KEM-768 secret of a ciphertext; a wrong ciphertext gives an unrelated secret (FIPS 203). */
  decapsulate(ciphertext: Uint8Array): Uint8Array {
    return this.#open().mlKem768.decapsulate(ciphertext)
  }

  /** The X25519 secret with a peer; undefined when the peer's key has small order. */
  agree(peerPublicKey: Uint8Array): Uint8Array | undefined {
    return this.#open().x25519.agree(peerPublicKey)
  }

  /** Copies of the secrets, for storing. The caller wipes them. */
  exportSeeds(): KeySeeds {
    this.#open()
    return copySeeds(this.#seeds)
  }

  /** Overwrites the secrets; every later use of them is refused. */
  destroy(): void {
    for (const key of Object.values(this.#opened ?? {})) key.wipe()
    this.#opened = undefined
    wipeSeeds(this.#seeds)
  }

  [Symbol.dispose](): void {
    this.destroy()
  }

  toJSON(): { readonly id: string; readonly created_at: number; readonly expires_at: number | null } {
    return { id: this.id, created_at: this.createdAt, expires_at: this.expiresAt }
  }

  [inspect.custom](): string {
    return `KeyPair ${this.id}`
  }

  #open(): Opened {
    if (this.#opened === undefined)
      throw new KeyError('KEY_DESTROYED', `key \`${this.id}\` was destroyed; refusing to use it`)
    return this.#opened
  }
}

function openAll(backend: Backend, seeds: KeySeeds) {
  return {
    mlDsa65: backend.mlDsa65.openPrivate(seeds.mlDsa65),
    ed25519: backend.ed25519.openPrivate(seeds.ed25519),
    mlKem768: backend.mlKem768.openPrivate(seeds.mlKem768),
    x25519: backend.x25519.openPrivate(seeds.x25519),
  }
}

function checkSeeds(seeds: KeySeeds): void {
  const lengths = [
    [seeds.mlDsa65, SIZES.mlDsaSeed, 'ml-dsa-65'],
    [seeds.ed25519, SIZES.ed25519Seed, 'ed25519'],
    [seeds.mlKem768, SIZES.mlKemSeed, 'ml-kem-768'],
    [seeds.x25519, SIZES.x25519Seed, 'x25519'],
  ] as const
  for (const [seed, length, name] of lengths)
    if (!(seed instanceof Uint8Array) || seed.length !== length)
      throw new KeyError('KEY_MALFORMED', `seed of \`${name}\` is not ${length} bytes; refusing it`)
}

function secondsOf(options: KeyPairOptions): number {
  return Math.floor((options.now ?? Date.now)() / 1000)
}
