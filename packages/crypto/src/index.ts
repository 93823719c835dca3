/**
 * Post-quantum keys, permit tokens, key directory and secure channel of Kvlar.
 *
 * For gates that sign, for services that verify, for the audit record. Hybrid by default: ML-DSA-65 with Ed25519,
 * ML-KEM-768 with X25519; native arithmetic where Node has it, noble elsewhere.
 * It never reads or writes a file or a socket: `@kvlar/crypto/file` and `@kvlar/crypto/http` do.
 * Whatever is malformed, unknown, expired or unavailable is refused.
 */
export {
  DEFAULT_SUITE,
  KEM_SUITE,
  SIGNATURE_USES,
  SIZES,
  SUITES,
  type SignatureUse,
  type Suite,
} from './suites.ts'
export { LIMITS } from './limits.ts'
export type { Backend, BackendChoice, Provider } from './backend/backend.ts'
export { chooseBackend, describeBackend } from './backend/choose-backend.ts'
export type { ErrorContext } from './errors/crypto-error.ts'
export { KeyError, type KeyErrorCode } from './errors/key-error.ts'
export {
  VERIFICATION_ERROR_CODES,
  VerificationError,
  type VerificationErrorCode,
} from './errors/verification-error.ts'
export { KeyPair, type KeyLife, type KeyPairOptions } from './keys/key-pair.ts'
export { wipeSeeds, type KeySeeds } from './keys/key-seeds.ts'
export { PublicKeyBundle, type PublicKeyBundleJson, type PublicKeyParts } from './keys/public-key-bundle.ts'
export type { SignatureParts, Signer, SigningRequest } from './signing/signer.ts'
export { decodeSignature, encodeSignature, type Signature } from './signing/signature.ts'
export { signingInput } from './signing/signing-input.ts'
export { signMessage } from './signing/sign-message.ts'
export { verifyMessage, type Expectation } from './signing/verify-message.ts'
