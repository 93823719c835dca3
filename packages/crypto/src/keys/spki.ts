import { DER, type KeyAlgorithm } from '../backend/der.ts'
import { KeyError } from '../errors/key-error.ts'
import type { PublicKeyBundle } from './public-key-bundle.ts'
import { publicKeyOf } from './key-codec.ts'

/** One public key out of its container. */
export interface ImportedPublicKey {
  readonly algorithm: KeyAlgorithm
  readonly publicKey: Uint8Array
}

const algorithms: readonly KeyAlgorithm[] = ['ml-dsa-65', 'ml-kem-768', 'ed25519', 'x25519']

/** One public key of a bundle as SubjectPublicKeyInfo DER (RFC 9881, RFC 9935, RFC 8410). */
export function exportSpki(bundle: PublicKeyBundle, algorithm: KeyAlgorithm): Uint8Array {
  return new Uint8Array(Buffer.concat([DER[algorithm].spkiHead, publicKeyOf(bundle, algorithm)]))
}

/**
 * The key in a SubjectPublicKeyInfo DER.
 * @throws KeyError `KEY_MALFORMED` on any other algorithm, shape or length, trailing bytes included
 */
export function importSpki(der: Uint8Array): ImportedPublicKey {
  for (const algorithm of algorithms) {
    const { spkiHead, publicBytes } = DER[algorithm]
    if (der.length === spkiHead.length + publicBytes && spkiHead.every((byte, index) => der[index] === byte))
      return { algorithm, publicKey: new Uint8Array(der.subarray(spkiHead.length)) }
  }
  throw new KeyError('KEY_MALFORMED', 'this is no SubjectPublicKeyInfo of a known algorithm and exact length')
}
