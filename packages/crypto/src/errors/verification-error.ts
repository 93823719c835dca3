import { CryptoError } from './crypto-error.ts'

/** The seven codes of the seed's guide, in its words. */
export const VERIFICATION_ERROR_CODES = [
  'NotFound',
  'BackendUnavailable',
  'RootSignatureInvalid',
  'Corrupt',
  'EnvelopeParse',
  'AlgorithmMismatch',
  'SignatureInvalid',
] as const

export type VerificationErrorCode = (typeof VERIFICATION_ERROR_CODES)[number]

/**
 * A key directory or a signature that is not to be trusted.
 * `NotFound`: no such key. `BackendUnavailable`: the directory cannot be read or is out of date.
 * `RootSignatureInvalid`: its manifest is not signed by the pinned root. `Corrupt`: its content is malformed or older
 * than what was seen. `EnvelopeParse`: the signature does not parse. `AlgorithmMismatch`: hybrid where PQ-only is
 * expected, or the reverse. `SignatureInvalid`: the arithmetic, the key or the signed content does not agree.
 */
export class VerificationError extends CryptoError<VerificationErrorCode> {
  override readonly name = 'VerificationError'
}
