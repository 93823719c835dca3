import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { SIZES } from '../suites.ts'

const TAG_BYTES = 16

/** One direction's cipher key of one epoch, and the secret the next epoch comes from. */
export class RecordKey {
  readonly #key: Uint8Array
  readonly #chain: Uint8Array

  /** @param chain 32 secret bytes; kept, and wiped by `wipe` */
  constructor(chain: Uint8Array) {
    this.#chain = chain
    this.#key = derive(chain, 'kvlar/session/v1 key')
  }

  /** The key of the next epoch, from which this one cannot be found. */
  next(): RecordKey {
    return new RecordKey(derive(this.#chain, 'kvlar/session/v1 next'))
  }

  /** Header, ciphertext and tag. */
  seal(sequence: number, header: Uint8Array, data: Uint8Array): Uint8Array {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(sequence)).setAAD(header)
    return new Uint8Array(Buffer.concat([header, cipher.update(data), cipher.final(), cipher.getAuthTag()]))
  }

  /** Undefined when the bytes were not sealed with this key, sequence and header. */
  open(sequence: number, header: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
    if (sealed.length < TAG_BYTES) return undefined
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, nonceOf(sequence), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(header)
        .setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
      const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES))
      decipher.final()
      return new Uint8Array(plain)
    } catch {
      return undefined
    }
  }

  wipe(): void {
    this.#key.fill(0)
    this.#chain.fill(0)
  }
}

function derive(chain: Uint8Array, label: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', chain, new Uint8Array(), label, SIZES.sharedSecret))
}

/** INVARIANT: a key never seals two records under one number. */
function nonceOf(sequence: number): Uint8Array {
  const nonce = new Uint8Array(12)
  new DataView(nonce.buffer).setBigUint64(4, BigInt(sequence))
  return nonce
}
