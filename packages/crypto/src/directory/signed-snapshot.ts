import type { Backend } from '../backend/backend.ts'
import { VerificationError } from '../errors/verification-error.ts'
import type { PublicKeyBundle } from '../keys/public-key-bundle.ts'
import type { Suite } from '../suites.ts'
import { notFound } from './memory-directory.ts'
import { openSignedManifest, type Manifest } from './manifest.ts'
import { createMemorySequenceStore, type SequenceStore } from './sequence-store.ts'

/** What a directory behind a signed manifest trusts. */
export interface RootTrust {
  /** The pinned root. It comes from configuration, never from where the manifest comes from. */
  readonly root: PublicKeyBundle
  /** Hybrid by default. */
  readonly suite?: Suite
  /** This process's memory by default. */
  readonly sequences?: SequenceStore
  readonly backend?: Backend
  /** Unix milliseconds. */
  readonly now?: () => number
}

/** The options of `RootTrust`: directories refuse any other. */
export const ROOT_TRUST_OPTIONS = ['root', 'suite', 'sequences', 'backend', 'now'] as const

/** The keys of the newest manifest seen. A manifest enters whole or not at all. */
export class SignedSnapshot {
  readonly #trust: RootTrust
  readonly #sequences: SequenceStore
  #keys: ReadonlyMap<string, PublicKeyBundle> = new Map()
  #manifest: Manifest | undefined
  #turn: Promise<void> = Promise.resolve()

  constructor(trust: RootTrust) {
    this.#trust = trust
    this.#sequences = trust.sequences ?? createMemorySequenceStore()
  }

  get length(): number {
    return this.#keys.size
  }

  get sequence(): number | undefined {
    return this.#manifest?.sequence
  }

  /** Whether there is a manifest and it has not expired. */
  get isCurrent(): boolean {
    return this.#manifest !== undefined && this.#nowSeconds() < this.#manifest.expiresAt
  }

  /**
   * Takes one manifest after another: a slow older one must not land on a newer one.
   * @throws VerificationError as `openSignedManifest`, and `Corrupt` for a manifest older than one seen before
   */
  accept(text: string): Promise<void> {
    const accepted = this.#turn.then(() => this.#accept(text))
    this.#turn = accepted.catch(() => {})
    return accepted
  }

  async #accept(text: string): Promise<void> {
    const { root, suite, backend } = this.#trust
    const manifest = await openSignedManifest(text, {
      root,
      nowSeconds: this.#nowSeconds(),
      ...(suite && { suite }),
      ...(backend && { backend }),
    })
    await this.#checkSequence(manifest)
    this.#keys = new Map(manifest.bundles.map((bundle) => [bundle.id, bundle]))
    this.#manifest = manifest
  }

  /** @throws VerificationError `BackendUnavailable` when there is no manifest or it has expired, `NotFound` */
  lookUp(keyId: string): PublicKeyBundle {
    if (!this.isCurrent)
      throw new VerificationError(
        'BackendUnavailable',
        'the key directory has no current manifest; refusing every key',
      )
    const bundle = this.#keys.get(keyId)
    if (bundle === undefined) throw notFound(keyId)
    return bundle
  }

  async #checkSequence(manifest: Manifest): Promise<void> {
    const { sequence } = manifest
    const seen = Math.max(await this.#readSequence(), this.#manifest?.sequence ?? 0)
    if (sequence < seen)
      throw new VerificationError(
        'Corrupt',
        `manifest \`${sequence}\` is older than \`${seen}\`; refusing it`,
      )
    // A root may sign the same content again; other content under the same number is a contradiction.
    if (sequence === this.#manifest?.sequence && JSON.stringify(manifest) !== JSON.stringify(this.#manifest))
      throw new VerificationError('Corrupt', `there are two manifests \`${sequence}\`; refusing the second`)
    if (sequence > seen) await this.#writeSequence(sequence)
  }

  async #readSequence(): Promise<number> {
    try {
      return await this.#sequences.read()
    } catch (cause) {
      throw new VerificationError('BackendUnavailable', 'the sequence number seen last cannot be read', {
        cause,
      })
    }
  }

  async #writeSequence(sequence: number): Promise<void> {
    try {
      await this.#sequences.write(sequence)
    } catch (cause) {
      throw new VerificationError('BackendUnavailable', 'the sequence number cannot be remembered', { cause })
    }
  }

  #nowSeconds(): number {
    return Math.floor((this.#trust.now ?? Date.now)() / 1000)
  }
}
