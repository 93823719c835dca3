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
export { PermitError, type PermitErrorCode } from './errors/permit-error.ts'
export { KeyPair, type KeyLife, type KeyPairOptions } from './keys/key-pair.ts'
export { wipeSeeds, type KeySeeds } from './keys/key-seeds.ts'
export { PublicKeyBundle, type PublicKeyBundleJson, type PublicKeyParts } from './keys/public-key-bundle.ts'
export type { SignatureParts, Signer, SigningRequest } from './signing/signer.ts'
export { decodeSignature, encodeSignature, type Signature } from './signing/signature.ts'
export { signingInput } from './signing/signing-input.ts'
export { signMessage } from './signing/sign-message.ts'
export { verifyMessage, type Expectation } from './signing/verify-message.ts'
export type { PublicKeyDirectory } from './directory/public-key-directory.ts'
export { createMemoryDirectory, type MemoryDirectory } from './directory/memory-directory.ts'
export type { BoundText, TextDigest } from './permit/bound-text.ts'
export { parametersDigest } from './permit/parameters-digest.ts'
export { decodePermit, encodePermit, type PermitToken } from './permit/permit-token.ts'
export type { CallParameters, PermitRequest } from './permit/permit-request.ts'
export { parsePermitText, permitText, type SignedPermit } from './permit/permit-text.ts'
export type { ExpectedCall } from './permit/check-bindings.ts'
export type { ReplayAnswer, ReplayClaim, ReplayStore } from './permit/replay-store.ts'
export { createMemoryReplayStore, MemoryReplayStore } from './permit/memory-replay-store.ts'
export { PqTokenSigner, type IssuedPermit, type PqTokenSignerOptions } from './permit/pq-token-signer.ts'
export { DirectoryTokenVerifier, type TokenVerifierOptions } from './permit/directory-token-verifier.ts'
export type { KeyAlgorithm } from './backend/der.ts'
export { exportPkcs8, importPkcs8, type ImportedSeed } from './keys/pkcs8.ts'
export { exportSpki, importSpki, type ImportedPublicKey } from './keys/spki.ts'
export { exportPrivateJwk, exportPublicJwk, importPrivateJwk, importPublicJwk, type Jwk } from './keys/jwk.ts'
export { importKeyPair } from './keys/import-key-pair.ts'
export { privateJwks, privatePem, publicJwks, publicPem } from './keys/whole-key-texts.ts'
export { KeyRing } from './keys/key-ring.ts'
export { openKeyPair, readSealedBundle, sealKeyPair, type KeyLock } from './keys/sealed-key.ts'
export {
  buildSignedManifest,
  buildUnsignedManifest,
  openSignedManifest,
  parseUnsignedManifest,
  type Manifest,
  type ManifestTerms,
  type ManifestTrust,
} from './directory/manifest.ts'
export { createMemorySequenceStore, type SequenceStore } from './directory/sequence-store.ts'
export type { RootTrust } from './directory/signed-snapshot.ts'
export { ChannelError, type ChannelErrorCode } from './errors/channel-error.ts'
export {
  SecureChannel,
  type AcceptedSession,
  type PendingSession,
  type ReceivedMessage,
  type SecureChannelOptions,
} from './channel/secure-channel.ts'
export { ChannelSession, type SessionRecord } from './channel/channel-session.ts'
