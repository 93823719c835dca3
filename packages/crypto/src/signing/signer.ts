import type { PublicKeyBundle } from '../keys/public-key-bundle.ts'
import type { Suite } from '../suites.ts'

/** What a signer is asked to sign: pure ML-DSA-65 over `input` with `context`, and Ed25519 over `input`. */
export interface SigningRequest {
  /** The complete transcript: use, suite, key id and message, each behind its length. */
  readonly input: Uint8Array
  /** ML-DSA context (FIPS 204 section 5.2). */
  readonly context: Uint8Array
}

export interface SignatureParts {
  /** 3,309 bytes. */
  readonly mlDsa65: Uint8Array
  /** 64 bytes; present exactly in the hybrid suite. */
  readonly ed25519?: Uint8Array
}

/**
 * Whoever holds a private key: a `KeyPair`, a KMS, an HSM.
 * `sign` never blocks the event loop and rejects when it cannot sign; callers then refuse what was to be signed.
 */
export interface Signer {
  readonly suite: Suite
  /** The public half; its id goes into everything signed. */
  readonly bundle: PublicKeyBundle
  sign(request: SigningRequest): Promise<SignatureParts>
}
