import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { DER, type KeyAlgorithm } from './der.ts'

/** Opens a seed as OpenSSL's private key. The DER copy of the seed is wiped. */
export function openNativePrivate(algorithm: KeyAlgorithm, seed: Uint8Array): KeyObject {
  const row = DER[algorithm]
  if (seed.length !== row.seedBytes)
    throw new RangeError(`seed of \`${algorithm}\` is not ${row.seedBytes} bytes`)
  const der = Buffer.concat([row.seedHead, seed])
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  } finally {
    der.fill(0)
  }
}

/** Opens a public key. The length is checked here: OpenSSL would ignore bytes after it. */
export function openNativePublic(algorithm: KeyAlgorithm, publicKey: Uint8Array): KeyObject {
  const row = DER[algorithm]
  if (publicKey.length !== row.publicBytes)
    throw new RangeError(`public key of \`${algorithm}\` is not ${row.publicBytes} bytes`)
  return createPublicKey({ key: Buffer.concat([row.spkiHead, publicKey]), format: 'der', type: 'spki' })
}

/** The raw public key of a private one. */
export function nativePublicBytes(algorithm: KeyAlgorithm, key: KeyObject): Uint8Array {
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return new Uint8Array(spki.subarray(DER[algorithm].spkiHead.length))
}
