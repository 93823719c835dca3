import type { KeyAlgorithm } from '../backend/der.ts'
import { exportPrivateJwk, exportPublicJwk } from './jwk.ts'
import type { KeyPair } from './key-pair.ts'
import { exportPkcs8 } from './pkcs8.ts'
import type { PublicKeyBundle } from './public-key-bundle.ts'
import { exportSpki } from './spki.ts'

/** Every key of a pair, in the order in which they are written. */
export const ALGORITHMS = [
  'ml-dsa-65',
  'ed25519',
  'ml-kem-768',
  'x25519',
] as const satisfies readonly KeyAlgorithm[]

/** Public keys as PEM, one block each. */
export function publicPem(bundle: PublicKeyBundle): string {
  return ALGORITHMS.map((algorithm) => pem('PUBLIC KEY', exportSpki(bundle, algorithm))).join('')
}

/** Secret keys as PEM, one block each. The text is a secret. */
export function privatePem(pair: KeyPair): string {
  return ALGORITHMS.map((algorithm) => {
    const der = exportPkcs8(pair, algorithm)
    const text = pem('PRIVATE KEY', der)
    der.fill(0)
    return text
  }).join('')
}

/** A JWK set (RFC 7517); the times are members of ours, and readers that do not know them pass them over. */
export function publicJwks(bundle: PublicKeyBundle): string {
  return jwks(
    bundle,
    ALGORITHMS.map((algorithm) => exportPublicJwk(bundle, algorithm)),
  )
}

/** The same with the secrets. The text is a secret. */
export function privateJwks(pair: KeyPair): string {
  return jwks(
    pair.publicKeys(),
    ALGORITHMS.map((algorithm) => exportPrivateJwk(pair, algorithm)),
  )
}

function jwks({ createdAt, expiresAt }: PublicKeyBundle, keys: readonly object[]): string {
  return `${JSON.stringify({ keys, kvlar_created_at: createdAt, kvlar_expires_at: expiresAt }, undefined, 2)}\n`
}

/** RFC 7468. */
function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
