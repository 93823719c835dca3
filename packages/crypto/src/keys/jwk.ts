import type { Backend } from '../backend/backend.ts'
import { chooseBackend } from '../backend/choose-backend.ts'
import { DER, type KeyAlgorithm } from '../backend/der.ts'
import { fromBase64url, toBase64url } from '../bytes/base64url.ts'
import { MalformedBytes } from '../bytes/byte-reader.ts'
import { KeyError } from '../errors/key-error.ts'
import { publicKeyOf, seedOf } from './key-codec.ts'
import type { KeyPair } from './key-pair.ts'
import type { ImportedSeed } from './pkcs8.ts'
import type { PublicKeyBundle } from './public-key-bundle.ts'
import type { ImportedPublicKey } from './spki.ts'

/** A JSON Web Key: `AKP` for the post-quantum algorithms (RFC 9964), `OKP` for the curves (RFC 8037). */
export type Jwk =
  | {
      readonly kty: 'AKP'
      readonly alg: 'ML-DSA-65' | 'ML-KEM-768'
      readonly pub: string
      /** The seed. */
      readonly priv?: string
    }
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519' | 'X25519'; readonly x: string; readonly d?: string }

/** One public key of a bundle. */
export function exportPublicJwk(bundle: PublicKeyBundle, algorithm: KeyAlgorithm): Jwk {
  const key = toBase64url(publicKeyOf(bundle, algorithm))
  switch (algorithm) {
    case 'ml-dsa-65':
      return { kty: 'AKP', alg: 'ML-DSA-65', pub: key }
    case 'ml-kem-768':
      return { kty: 'AKP', alg: 'ML-KEM-768', pub: key }
    case 'ed25519':
      return { kty: 'OKP', crv: 'Ed25519', x: key }
    case 'x25519':
      return { kty: 'OKP', crv: 'X25519', x: key }
  }
}

/** One private key of a pair. The result is a secret. */
export function exportPrivateJwk(pair: KeyPair, algorithm: KeyAlgorithm): Jwk {
  const jwk = exportPublicJwk(pair.publicKeys(), algorithm)
  const seed = seedOf(pair, algorithm)
  const secret = toBase64url(seed)
  seed.fill(0)
  return jwk.kty === 'AKP' ? { ...jwk, priv: secret } : { ...jwk, d: secret }
}

/**
 * The public key in a JWK; a private part is ignored.
 * @throws KeyError `KEY_MALFORMED` on any other type, algorithm, encoding or length
 */
export function importPublicJwk(jwk: unknown): ImportedPublicKey {
  const { algorithm, publicKey } = readJwk(jwk)
  return { algorithm, publicKey }
}

/**
 * The seed in a JWK.
 * @throws KeyError `KEY_MALFORMED` on any other shape, `KEY_MISMATCH` when the public key is not the seed's
 */
export async function importPrivateJwk(jwk: unknown, backend?: Backend): Promise<ImportedSeed> {
  const { algorithm, publicKey, secret } = readJwk(jwk)
  const seed = decode(secret, DER[algorithm].seedBytes)
  const derived = publicKeyOfSeed(backend ?? (await chooseBackend()), algorithm, seed)
  if (Buffer.compare(derived, publicKey) !== 0) {
    seed.fill(0)
    throw new KeyError('KEY_MISMATCH', 'the public key of a JWK is not that of its seed; refusing it')
  }
  return { algorithm, seed }
}

function readJwk(jwk: unknown): ImportedPublicKey & { readonly secret: unknown } {
  const fields = new Map<string, unknown>(
    typeof jwk === 'object' && jwk !== null && !Array.isArray(jwk) ? Object.entries(jwk) : [],
  )
  const algorithm = algorithmOf(fields)
  const [key, secret] = fields.get('kty') === 'AKP' ? ['pub', 'priv'] : ['x', 'd']
  return {
    algorithm,
    publicKey: decode(fields.get(key), DER[algorithm].publicBytes),
    secret: fields.get(secret),
  }
}

const KINDS: readonly (readonly [kty: string, field: string, name: string, algorithm: KeyAlgorithm])[] = [
  ['AKP', 'alg', 'ML-DSA-65', 'ml-dsa-65'],
  ['AKP', 'alg', 'ML-KEM-768', 'ml-kem-768'],
  ['OKP', 'crv', 'Ed25519', 'ed25519'],
  ['OKP', 'crv', 'X25519', 'x25519'],
]

function algorithmOf(fields: ReadonlyMap<string, unknown>): KeyAlgorithm {
  const kind = KINDS.find(([kty, field, name]) => fields.get('kty') === kty && fields.get(field) === name)
  if (kind === undefined)
    throw new KeyError('KEY_MALFORMED', 'this is no JWK of a known key type and algorithm')
  return kind[3]
}

function decode(text: unknown, length: number): Uint8Array {
  try {
    const bytes = typeof text === 'string' && text.length <= 2 * length ? fromBase64url(text) : undefined
    if (bytes?.length === length) return bytes
  } catch (error) {
    if (!(error instanceof MalformedBytes)) throw error
  }
  throw new KeyError('KEY_MALFORMED', `a JWK has no key of exactly ${length} bytes in base64url; refusing it`)
}

function publicKeyOfSeed(backend: Backend, algorithm: KeyAlgorithm, seed: Uint8Array): Uint8Array {
  const key = openPrivate(backend, algorithm, seed)
  key.wipe()
  return key.publicKey
}

function openPrivate(backend: Backend, algorithm: KeyAlgorithm, seed: Uint8Array) {
  switch (algorithm) {
    case 'ml-dsa-65':
      return backend.mlDsa65.openPrivate(seed)
    case 'ml-kem-768':
      return backend.mlKem768.openPrivate(seed)
    case 'ed25519':
      return backend.ed25519.openPrivate(seed)
    case 'x25519':
      return backend.x25519.openPrivate(seed)
  }
}
