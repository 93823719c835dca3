// The whole module: a Node without ML-KEM refuses to load a file that names `encapsulate` among its imports.
import nodeCrypto, { type SignKeyObjectInput } from 'node:crypto'
import type { Backend, Ed25519, MlDsa65, MlKem768, X25519 } from './backend.ts'
import { nativePublicBytes, openNativePrivate, openNativePublic } from './native-keys.ts'
import { inPoolSlot } from './pool-slots.ts'
import { isWeakEd25519Key } from './weak-ed25519-key.ts'
import { SIZES } from '../suites.ts'

/** The same memory as plain bytes: of a copied secret, the original would never be wiped. */
const bytesOf = (buffer: Buffer): Uint8Array =>
  new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)

/** With a callback, Node signs on its thread pool. */
function signInPool(message: Uint8Array, key: SignKeyObjectInput): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    nodeCrypto.sign(null, message, key, (error, signature) => {
      if (error === null) resolve(new Uint8Array(signature))
      else reject(error)
    })
  })
}

const mlDsa65: MlDsa65 = {
  provider: 'native',
  openPrivate(seed) {
    const key = openNativePrivate('ml-dsa-65', seed)
    return {
      publicKey: nativePublicBytes('ml-dsa-65', key),
      sign: (message, context) => inPoolSlot(() => signInPool(message, { key, context })),
      wipe: () => {},
    }
  },
  openPublic(publicKey) {
    const key = openNativePublic('ml-dsa-65', publicKey)
    return {
      verify: async (message, context, signature) =>
        signature.length === SIZES.mlDsaSignature &&
        nodeCrypto.verify(null, message, { key, context }, signature),
    }
  },
}

const ed25519: Ed25519 = {
  provider: 'native',
  openPrivate(seed) {
    const key = openNativePrivate('ed25519', seed)
    return {
      publicKey: nativePublicBytes('ed25519', key),
      sign: (message) => new Uint8Array(nodeCrypto.sign(null, message, key)),
      wipe: () => {},
    }
  },
  openPublic(publicKey) {
    const key = openNativePublic('ed25519', publicKey)
    const isWeak = isWeakEd25519Key(publicKey)
    return {
      verify: (message, signature) =>
        !isWeak &&
        signature.length === SIZES.ed25519Signature &&
        nodeCrypto.verify(null, message, key, signature),
    }
  },
}

const mlKem768: MlKem768 = {
  provider: 'native',
  openPrivate(seed) {
    const key = openNativePrivate('ml-kem-768', seed)
    return {
      publicKey: nativePublicBytes('ml-kem-768', key),
      decapsulate(ciphertext) {
        if (ciphertext.length !== SIZES.mlKemCiphertext)
          throw new RangeError('ciphertext has the wrong length')
        return bytesOf(nodeCrypto.decapsulate(key, ciphertext))
      },
      wipe: () => {},
    }
  },
  encapsulate(publicKey) {
    const { ciphertext, sharedKey } = nodeCrypto.encapsulate(openNativePublic('ml-kem-768', publicKey))
    return { ciphertext: bytesOf(ciphertext), secret: bytesOf(sharedKey) }
  },
}

const x25519: X25519 = {
  provider: 'native',
  openPrivate(seed) {
    const privateKey = openNativePrivate('x25519', seed)
    return {
      publicKey: nativePublicBytes('x25519', privateKey),
      agree(peerPublicKey) {
        const publicKey = openNativePublic('x25519', peerPublicKey)
        try {
          const secret = bytesOf(nodeCrypto.diffieHellman({ privateKey, publicKey }))
          return secret.every((byte) => byte === 0) ? undefined : secret
        } catch {
          // OpenSSL reports an all-zero result as a failed derivation.
          return undefined
        }
      },
      wipe: () => {},
    }
  },
}

/**
 * OpenSSL's arithmetic. ML-DSA and ML-KEM exist from Node 24 on: `chooseBackend` finds out by trying.
 * `wipe` has nothing to do: OpenSSL holds the key, and clears it when its `KeyObject` is collected.
 */
export const nativeBackend: Backend = { mlDsa65, mlKem768, ed25519, x25519 }
