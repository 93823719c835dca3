import { chooseBackend } from '../backend/choose-backend.ts'
import type { Backend } from '../backend/backend.ts'
import { KeyPair, type KeyPairOptions } from '../keys/key-pair.ts'
import { PermitError } from '../errors/permit-error.ts'
import { LIMITS } from '../limits.ts'
import { checkSuite } from '../signing/verify-message.ts'
import type { Signer } from '../signing/signer.ts'
import { SUITES } from '../suites.ts'
import { unusableOption } from '../unusable-option.ts'
import { BatchSigner } from './batch-signer.ts'
import { leafHash } from './merkle.ts'
import { permitToken, type PermitRequest } from './permit-request.ts'
import { decodePermitSignature, encodePermitSignature } from './permit-signature.ts'
import { permitText, type SignedPermit } from './permit-text.ts'
import { encodePermit, type PermitToken } from './permit-token.ts'
import { VerifiedRoots } from './verified-roots.ts'
import { checkKeyOfPermit, checkTimesOfPermit, verifyPermitSignature } from './verify-permit.ts'

export interface PqTokenSignerOptions {
  /** Arithmetic of `verify`; the fastest by default. */
  readonly backend?: Backend
  /** Unix milliseconds. */
  readonly now?: () => number
  /** Permits one signature may cover, 256 by default; 1 gives every permit its own. */
  readonly batchMax?: number
}

/** A permit as issued: the token, its signature, and both as one text. */
export interface IssuedPermit extends SignedPermit {
  readonly text: string
}

/** Issues permits. Permits asked for together share one signature; nothing else of it shows. */
export class PqTokenSigner {
  readonly keyId: string
  readonly isHybrid: boolean
  readonly #signer: Signer
  readonly #batches: BatchSigner
  readonly #roots = new VerifiedRoots()
  readonly #backend: Backend | undefined
  readonly #now: () => number

  private constructor(signer: Signer, options: PqTokenSignerOptions) {
    const problem = unusableOption(options, ['backend', 'now', 'batchMax'])
    const { batchMax = LIMITS.batchMax } = options
    if (
      problem !== undefined ||
      !Number.isSafeInteger(batchMax) ||
      batchMax < 1 ||
      batchMax > LIMITS.batchMax
    )
      throw new PermitError(
        'PERMIT_INVALID_REQUEST',
        `an option of a signer is of no use: ${problem ?? `\`batchMax\` is none from 1 to ${LIMITS.batchMax}`}; refusing to sign`,
      )
    this.#signer = signer
    this.#batches = new BatchSigner(signer, batchMax)
    this.#backend = options.backend
    this.#now = options.now ?? Date.now
    this.keyId = signer.bundle.id
    this.isHybrid = SUITES[signer.suite].hybrid
  }

  /** A signer with a fresh hybrid key. */
  static async generateHybrid(options: PqTokenSignerOptions = {}): Promise<PqTokenSigner> {
    return PqTokenSigner.fromKeypairHybrid(await KeyPair.generate(keyOptions(options)), options)
  }

  /** A signer with a fresh key that uses ML-DSA-65 alone. */
  static async generatePqOnly(options: PqTokenSignerOptions = {}): Promise<PqTokenSigner> {
    return PqTokenSigner.fromKeypairPqOnly(await KeyPair.generate(keyOptions(options)), options)
  }

  static fromKeypairHybrid(pair: KeyPair, options: PqTokenSignerOptions = {}): PqTokenSigner {
    return new PqTokenSigner(pair.signer('ml-dsa-65+ed25519'), options)
  }

  static fromKeypairPqOnly(pair: KeyPair, options: PqTokenSignerOptions = {}): PqTokenSigner {
    return new PqTokenSigner(pair.signer('ml-dsa-65'), options)
  }

  /** A signer whose key is elsewhere: in a KMS, in an HSM. */
  static fromSigner(signer: Signer, options: PqTokenSignerOptions = {}): PqTokenSigner {
    return new PqTokenSigner(signer, options)
  }

  /** What verifiers need. */
  publicKeys(): Signer['bundle'] {
    return this.#signer.bundle
  }

  /**
   * Makes and signs a permit.
   * @throws PermitError `PERMIT_INVALID_REQUEST`, `PERMIT_OVERLOADED`; KeyError when the key cannot sign
   */
  async issue(request: PermitRequest): Promise<IssuedPermit> {
    const token = permitToken(request, this.#nowSeconds())
    const signature = await this.sign(token)
    return { token, signature, text: permitText({ token, signature }) }
  }

  /** Signs a token as it is. */
  async sign(token: PermitToken): Promise<Uint8Array> {
    return encodePermitSignature(await this.#batches.sign(leafHash(encodePermit(token))))
  }

  /**
   * Returns only if this signer's key signed this token in this signer's suite, and it is the token's time.
   * What the token binds, and single use, is what `DirectoryTokenVerifier.redeem` checks.
   * @throws VerificationError, PermitError
   */
  async verify(token: PermitToken, signature: Uint8Array): Promise<void> {
    const placed = decodePermitSignature(signature)
    const { bundle, suite } = this.#signer
    checkSuite(placed.signature, suite)
    const nowSeconds = this.#nowSeconds()
    checkTimesOfPermit(token, {
      nowSeconds,
      skewSeconds: LIMITS.clockSkewSeconds,
      lifetimeSecondsMax: LIMITS.permitLifetimeSecondsMax,
    })
    checkKeyOfPermit(bundle, nowSeconds)
    const backend = this.#backend ?? (await chooseBackend())
    await verifyPermitSignature(token, placed, { bundle, suite, backend, roots: this.#roots })
  }

  #nowSeconds(): number {
    return Math.floor(this.#now() / 1000)
  }
}

function keyOptions({ backend, now }: PqTokenSignerOptions): KeyPairOptions {
  return { ...(backend && { backend }), ...(now && { now }) }
}
