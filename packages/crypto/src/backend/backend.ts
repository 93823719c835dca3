/** Where a primitive's arithmetic runs: OpenSSL inside Node, or JavaScript. */
export type Provider = 'native' | 'noble'

/** How to choose: the fastest that passes its self-test, or one for every primitive. */
export type BackendChoice = 'auto' | Provider

/** The primitives, each from one provider. Both providers give and take the same bytes. */
export interface Backend {
  readonly mlDsa65: MlDsa65
  readonly mlKem768: MlKem768
  readonly ed25519: Ed25519
  readonly x25519: X25519
}

/** ML-DSA-65 (FIPS 204), pure mode, hedged. */
export interface MlDsa65 {
  readonly provider: Provider
  /** @param seed 32 bytes (FIPS 204's xi) */
  openPrivate(seed: Uint8Array): MlDsa65Private
  /** @param publicKey 1,952 bytes */
  openPublic(publicKey: Uint8Array): MlDsa65Public
}

export interface MlDsa65Private {
  readonly publicKey: Uint8Array
  /** Signs off the event loop. */
  sign(message: Uint8Array, context: Uint8Array): Promise<Uint8Array>
  wipe(): void
}

export interface MlDsa65Public {
  /** Never throws on a hostile signature: whatever is not valid is false. */
  verify(message: Uint8Array, context: Uint8Array, signature: Uint8Array): Promise<boolean>
}

/** Ed25519 (RFC 8032), strict verification. */
export interface Ed25519 {
  readonly provider: Provider
  /** @param seed 32 bytes */
  openPrivate(seed: Uint8Array): Ed25519Private
  /** @param publicKey 32 bytes */
  openPublic(publicKey: Uint8Array): Ed25519Public
}

export interface Ed25519Private {
  readonly publicKey: Uint8Array
  sign(message: Uint8Array): Uint8Array
  wipe(): void
}

export interface Ed25519Public {
  verify(message: Uint8Array, signature: Uint8Array): boolean
}

/** ML-KEM-768 (FIPS 203). */
export interface MlKem768 {
  readonly provider: Provider
  /** @param seed 64 bytes (FIPS 203's d and z) */
  openPrivate(seed: Uint8Array): MlKem768Private
  /** Throws when the key fails the modulus check of FIPS 203 section 7.2. */
  encapsulate(publicKey: Uint8Array): { readonly ciphertext: Uint8Array; readonly secret: Uint8Array }
}

export interface MlKem768Private {
  readonly publicKey: Uint8Array
  /** A wrong ciphertext of the right length gives the implicit-rejection secret (FIPS 203 section 7.3). */
  decapsulate(ciphertext: Uint8Array): Uint8Array
  wipe(): void
}

/** X25519 (RFC 7748). */
export interface X25519 {
  readonly provider: Provider
  /** @param seed 32 bytes */
  openPrivate(seed: Uint8Array): X25519Private
}

export interface X25519Private {
  readonly publicKey: Uint8Array
  /** Undefined when the result is all zero: the peer's key has small order (RFC 7748 section 6.1). */
  agree(peerPublicKey: Uint8Array): Uint8Array | undefined
  wipe(): void
}
