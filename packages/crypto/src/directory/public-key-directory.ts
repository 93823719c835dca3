import type { PublicKeyBundle } from '../keys/public-key-bundle.ts'

/**
 * Where verifiers find keys by id. Whatever it cannot answer it refuses: a missing key is `NotFound`, an unreadable or
 * outdated source `BackendUnavailable`, a manifest by another root `RootSignatureInvalid`, a malformed or older one
 * `Corrupt`, each as a `VerificationError`.
 */
export interface PublicKeyDirectory {
  /** The bundle of a key. */
  fetch(keyId: string): Promise<PublicKeyBundle>
  /** Reads the source anew; on any error the keys known so far stay. */
  reload(): Promise<void>
}
