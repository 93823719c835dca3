import { ed25519 as nobleEd25519, x25519 as nobleX25519 } from '@noble/curves/ed25519.js'
import { ml_dsa65 } from '@noble/post-quantum/ml-dsa.js'
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import type { Backend, Ed25519, MlDsa65, MlKem768, X25519 } from './backend.ts'
import { runInWorker } from './worker-pool.ts'
import { SIZES } from '../suites.ts'

const exactly = (bytes: Uint8Array, length: number, what: string): Uint8Array => {
  if (bytes.length !== length) throw new RangeError(`${what} is not ${length} bytes`)
  return new Uint8Array(bytes)
}

const mlDsa65: MlDsa65 = {
  provider: 'noble',
  openPrivate(seed) {
    const { publicKey, secretKey } = ml_dsa65.keygen(exactly(seed, SIZES.mlDsaSeed, 'seed'))
    return {
      publicKey,
      sign: async (message, context) => {
        const result = await runInWorker({ kind: 'sign', secretKey, message, context })
        if (result.kind !== 'signature') throw new TypeError('worker answered another question')
        return result.signature
      },
      wipe: () => void secretKey.fill(0),
    }
  },
  openPublic(bytes) {
    const publicKey = exactly(bytes, SIZES.mlDsaPublic, 'public key')
    return {
      verify: async (message, context, signature) => {
        if (signature.length !== SIZES.mlDsaSignature) return false
        const result = await runInWorker({ kind: 'verify', publicKey, message, context, signature })
        return result.kind === 'verdict' && result.valid
      },
    }
  },
}

const ed25519: Ed25519 = {
  provider: 'noble',
  openPrivate(bytes) {
    const seed = exactly(bytes, SIZES.ed25519Seed, 'seed')
    return {
      publicKey: nobleEd25519.getPublicKey(seed),
      sign: (message) => nobleEd25519.sign(message, seed),
      wipe: () => void seed.fill(0),
    }
  },
  openPublic(bytes) {
    const publicKey = exactly(bytes, SIZES.ed25519Public, 'public key')
    return {
      verify(message, signature) {
        if (signature.length !== SIZES.ed25519Signature) return false
        try {
          // RFC 8032 rules as OpenSSL has them; the default (ZIP 215) accepts more.
          return nobleEd25519.verify(signature, message, publicKey, { zip215: false })
        } catch {
          return false
        }
      },
    }
  },
}

const mlKem768: MlKem768 = {
  provider: 'noble',
  openPrivate(seed) {
    const { publicKey, secretKey } = ml_kem768.keygen(exactly(seed, SIZES.mlKemSeed, 'seed'))
    return {
      publicKey,
      decapsulate: (ciphertext) =>
        ml_kem768.decapsulate(exactly(ciphertext, SIZES.mlKemCiphertext, 'ciphertext'), secretKey),
      wipe: () => void secretKey.fill(0),
    }
  },
  encapsulate(publicKey) {
    const { cipherText, sharedSecret } = ml_kem768.encapsulate(
      exactly(publicKey, SIZES.mlKemPublic, 'public key'),
    )
    return { ciphertext: cipherText, secret: sharedSecret }
  },
}

const x25519: X25519 = {
  provider: 'noble',
  openPrivate(bytes) {
    const seed = exactly(bytes, SIZES.x25519Seed, 'seed')
    return {
      publicKey: nobleX25519.getPublicKey(seed),
      agree(peerPublicKey) {
        const peer = exactly(peerPublicKey, SIZES.x25519Public, 'public key')
        try {
          const secret = nobleX25519.getSharedSecret(seed, peer)
          return secret.every((byte) => byte === 0) ? undefined : secret
        } catch {
          // noble refuses keys of small order.
          return undefined
        }
      },
      wipe: () => void seed.fill(0),
    }
  },
}

/**
 * JavaScript arithmetic, for platforms without the native primitive. ML-DSA runs in worker threads; the curves (half a
 * millisecond) do not, since every Node has them natively and they run here only when `noble` is forced.
 */
export const nobleBackend: Backend = { mlDsa65, mlKem768, ed25519, x25519 }
