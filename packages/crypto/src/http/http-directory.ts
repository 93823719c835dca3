import { VerificationError } from '../errors/verification-error.ts'
import type { PublicKeyDirectory } from '../directory/public-key-directory.ts'
import { ROOT_TRUST_OPTIONS, SignedSnapshot, type RootTrust } from '../directory/signed-snapshot.ts'
import type { PublicKeyBundle } from '../keys/public-key-bundle.ts'
import { LIMITS } from '../limits.ts'
import { unusableOption } from '../unusable-option.ts'
import { fetchManifest } from './fetch-manifest.ts'

export interface HttpDirectoryOptions extends RootTrust {
  /** Where the signed manifest is: https, or http on this machine. */
  readonly url: string
  /** How long a manifest counts as fresh, 300 by default. */
  readonly ttlSeconds?: number
  /** How long the last one is served when it cannot be refreshed, 3,600 by default. */
  readonly staleSecondsMax?: number
  readonly timeoutMs?: number
}

const OPTIONS = ['url', 'ttlSeconds', 'staleSecondsMax', 'timeoutMs', ...ROOT_TRUST_OPTIONS]

/** A directory behind a URL, its manifest signed by a pinned root. Cold and unreachable means refused. */
export class HttpDirectory implements PublicKeyDirectory {
  readonly #url: URL
  readonly #snapshot: SignedSnapshot
  readonly #ttlMs: number
  readonly #staleMsMax: number
  readonly #timeoutMs: number
  readonly #now: () => number
  #etag: string | undefined
  #confirmedAt = Number.NEGATIVE_INFINITY
  #triedAt = Number.NEGATIVE_INFINITY
  #refreshing: Promise<void> | undefined

  /** @throws VerificationError `BackendUnavailable` on a URL that is not to be trusted with keys, or an unknown option */
  constructor(options: HttpDirectoryOptions) {
    const problem = unusableOption(options, OPTIONS)
    if (problem !== undefined) throw invalid(problem)
    this.#url = checkUrl(options.url)
    this.#snapshot = new SignedSnapshot(options)
    this.#ttlMs = 1000 * whole(options.ttlSeconds ?? LIMITS.directoryTtlSeconds, 'ttlSeconds')
    this.#staleMsMax =
      1000 * whole(options.staleSecondsMax ?? LIMITS.directoryStaleSecondsMax, 'staleSecondsMax')
    this.#timeoutMs = whole(options.timeoutMs ?? LIMITS.directoryTimeoutMs, 'timeoutMs')
    this.#now = options.now ?? Date.now
  }

  async fetch(keyId: string): Promise<PublicKeyBundle> {
    const isDue = this.#age() > this.#ttlMs || !this.#snapshot.isCurrent
    if (isDue && this.#mayTry()) await this.#refreshQuietly()
    if (this.#age() > Math.max(this.#ttlMs, this.#staleMsMax))
      throw new VerificationError(
        'BackendUnavailable',
        'the key directory cannot be refreshed; refusing every key',
      )
    try {
      return this.#snapshot.lookUp(keyId)
    } catch (error) {
      // The key may be younger than what we have; strangers' ids cause one request per interval at most.
      if (!(error instanceof VerificationError) || error.code !== 'NotFound' || !this.#mayTry()) throw error
      await this.#refreshQuietly()
      return this.#snapshot.lookUp(keyId)
    }
  }

  /** @throws VerificationError; the keys known so far stay */
  reload(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async #refresh(): Promise<void> {
    const answer = await fetchManifest(this.#url, { etag: this.#etag, timeoutMs: this.#timeoutMs }).finally(
      () => {
        this.#triedAt = this.#now()
      },
    )
    if (answer.kind === 'changed') {
      await this.#snapshot.accept(answer.text)
      this.#etag = answer.etag
    }
    this.#confirmedAt = this.#now()
  }

  async #refreshQuietly(): Promise<void> {
    try {
      await this.reload()
    } catch (error) {
      // What is known stays in use until it is too stale; a cold directory says why it is.
      if (this.#confirmedAt === Number.NEGATIVE_INFINITY) throw error
    }
  }

  /** A clock that was set back is as far off as one that went on; otherwise nothing would be due for as long. */
  #age(): number {
    return Math.abs(this.#now() - this.#confirmedAt)
  }

  #mayTry(): boolean {
    return Math.abs(this.#now() - this.#triedAt) >= LIMITS.directoryRetryMs
  }
}

/** Without it, a time that is no number would compare as never over. */
function whole(value: number, name: string): number {
  if (!Number.isSafeInteger(value) || value < 0) throw invalid(`\`${name}\` is no whole number from 0 on`)
  return value
}

function invalid(problem: string): VerificationError {
  return new VerificationError('BackendUnavailable', `an option of a key directory is of no use: ${problem}`)
}

function checkUrl(text: string): URL {
  const url = URL.parse(text)
  const loopback = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (
    url === null ||
    url.username !== '' ||
    url.password !== '' ||
    !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback))
  )
    throw new VerificationError(
      'BackendUnavailable',
      'a key directory is at an https URL, or at http on this machine',
    )
  return url
}
