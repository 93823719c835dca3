import type { Backend } from '../backend/backend.ts'
import { chooseBackend } from '../backend/choose-backend.ts'
import type { PublicKeyDirectory } from '../directory/public-key-directory.ts'
import { PermitError } from '../errors/permit-error.ts'
import { LIMITS } from '../limits.ts'
import { checkSuite } from '../signing/verify-message.ts'
import type { Suite } from '../suites.ts'
import { unusableOption } from '../unusable-option.ts'
import { checkBindings, type ExpectedCall } from './check-bindings.ts'
import { decodePermitSignature, type PermitSignature } from './permit-signature.ts'
import { parsePermitText } from './permit-text.ts'
import type { PermitToken } from './permit-token.ts'
import type { ReplayAnswer, ReplayClaim, ReplayStore } from './replay-store.ts'
import { sharedReplayStore } from './shared-replay-store.ts'
import { VerifiedRoots } from './verified-roots.ts'
import {
  checkKeyOfPermit,
  checkTimesOfPermit,
  verifyPermitSignature,
  type PermitClock,
} from './verify-permit.ts'

export interface TokenVerifierOptions {
  /** True, the default: hybrid permits and no others. False: PQ-only permits and no others. */
  readonly hybrid?: boolean
  /** Where used permits are remembered; by default a memory that this process has for this directory. */
  readonly replayStore?: ReplayStore
  /** How far the issuer's clock may be off, 5 by default; one value for all verifiers with one memory. */
  readonly skewSeconds?: number
  /** The longest life a permit may have, 3,600 by default. */
  readonly lifetimeSecondsMax?: number
  readonly backend?: Backend
  /** Unix milliseconds. */
  readonly now?: () => number
}

const OPTIONS = ['hybrid', 'replayStore', 'skewSeconds', 'lifetimeSecondsMax', 'backend', 'now']

/** Checks permits in the service that runs the action. */
export class DirectoryTokenVerifier {
  readonly #directory: PublicKeyDirectory
  readonly #suite: Suite
  readonly #replayStore: ReplayStore
  readonly #skewSeconds: number
  readonly #lifetimeSecondsMax: number
  readonly #backend: Backend | undefined
  readonly #now: () => number
  readonly #roots = new VerifiedRoots()

  constructor(directory: PublicKeyDirectory, options: TokenVerifierOptions = {}) {
    const problem = unusableOption(options, OPTIONS)
    if (problem !== undefined) throw invalid(problem)
    this.#directory = directory
    this.#suite = options.hybrid === false ? 'ml-dsa-65' : 'ml-dsa-65+ed25519'
    this.#replayStore =
      options.replayStore ?? sharedReplayStore(directory, 'permits', LIMITS.replayEntriesMax)
    this.#skewSeconds = seconds(options.skewSeconds ?? LIMITS.clockSkewSeconds, 'skewSeconds')
    this.#lifetimeSecondsMax = seconds(
      options.lifetimeSecondsMax ?? LIMITS.permitLifetimeSecondsMax,
      'lifetimeSecondsMax',
    )
    this.#backend = options.backend
    this.#now = options.now ?? Date.now
  }

  /**
   * Spends a permit on a call: returns the token only if a key of the directory signed it in the expected suite, it is
   * its time, it is for this audience, action and these parameters (and whatever else is expected), and nobody has
   * spent it before.
   * @throws PermitError, VerificationError; the caller then does not run the call
   */
  async redeem(text: string, expected: ExpectedCall): Promise<PermitToken> {
    const { token, signature } = parsePermitText(text)
    const placed = decodePermitSignature(signature)
    const clock = this.#clock()
    checkSuite(placed.signature, this.#suite)
    checkTimesOfPermit(token, clock)
    checkBindings(token, expected)
    await this.#checkSignature(token, placed, clock)
    await this.#claim(token, placed.signature.keyId, clock)
    return token
  }

  /**
   * Returns only if a key of the directory signed this token in the expected suite and it is the token's time.
   * It compares nothing with a call and does not spend the permit: `redeem` does.
   * @throws PermitError, VerificationError
   */
  async verify(token: PermitToken, signature: Uint8Array): Promise<void> {
    const placed = decodePermitSignature(signature)
    const clock = this.#clock()
    checkSuite(placed.signature, this.#suite)
    checkTimesOfPermit(token, clock)
    await this.#checkSignature(token, placed, clock)
  }

  async #checkSignature(token: PermitToken, placed: PermitSignature, clock: PermitClock): Promise<void> {
    const bundle = await this.#directory.fetch(placed.signature.keyId)
    checkKeyOfPermit(bundle, clock.nowSeconds)
    const backend = this.#backend ?? (await chooseBackend())
    await verifyPermitSignature(token, placed, { bundle, suite: this.#suite, backend, roots: this.#roots })
  }

  /** INVARIANT: only a permit that passed every other check is claimed, so nobody else's garbage fills the store. */
  async #claim(token: PermitToken, keyId: string, clock: PermitClock): Promise<void> {
    const claim = {
      id: `${keyId}:${token.tokenId}`,
      keepUntil: token.expiresAt + clock.skewSeconds,
      now: clock.nowSeconds,
    }
    const answer = await this.#ask(claim)
    switch (answer) {
      case 'claimed':
        return
      case 'replayed':
        throw new PermitError('PERMIT_REPLAYED', 'a permit was used before; refusing it')
      case 'full':
        throw unavailable('is full')
      default:
        throw unavailable('gave no answer')
    }
  }

  async #ask(claim: ReplayClaim): Promise<ReplayAnswer> {
    try {
      return await this.#replayStore.claim(claim)
    } catch (cause) {
      throw unavailable('cannot be asked', cause)
    }
  }

  #clock(): PermitClock {
    return {
      nowSeconds: Math.floor(this.#now() / 1000),
      skewSeconds: this.#skewSeconds,
      lifetimeSecondsMax: this.#lifetimeSecondsMax,
    }
  }
}

function unavailable(problem: string, cause?: unknown): PermitError {
  return new PermitError(
    'PERMIT_REPLAY_STORE_UNAVAILABLE',
    `the store of used permits ${problem}; refusing the permit`,
    { cause },
  )
}

function seconds(value: number, name: string): number {
  if (!Number.isSafeInteger(value) || value < 0) throw invalid(`\`${name}\` is no whole number from 0 on`)
  return value
}

function invalid(problem: string): PermitError {
  return new PermitError(
    'PERMIT_INVALID_REQUEST',
    `an option of a verifier is of no use: ${problem}; refusing`,
  )
}
