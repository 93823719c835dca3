import { ByteReader, MalformedBytes } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { VerificationError } from '../errors/verification-error.ts'
import { LIMITS } from '../limits.ts'
import { encodeSignature, readSignature, type Signature } from '../signing/signature.ts'
import { SIZES } from '../suites.ts'
import type { Inclusion } from './merkle.ts'

/** One signature over a batch, and the place of one permit in it. A permit issued alone is a batch of one. */
export interface PermitSignature extends Inclusion {
  readonly signature: Signature
}

const PROOF_HASHES_MAX = Math.ceil(Math.log2(LIMITS.batchMax))

/** What the key signs: how many permits the batch has and the root of their tree. */
export function batchMessage(treeSize: number, root: Uint8Array): Uint8Array {
  return new ByteWriter().u16(treeSize).raw(root).finish()
}

export function encodePermitSignature({ signature, index, treeSize, proof }: PermitSignature): Uint8Array {
  const writer = new ByteWriter().u16(treeSize).u16(index).u8(proof.length)
  for (const hash of proof) writer.raw(hash)
  return writer.raw(encodeSignature(signature)).finish()
}

/** @throws VerificationError `EnvelopeParse` on anything `encodePermitSignature` does not write */
export function decodePermitSignature(bytes: Uint8Array): PermitSignature {
  try {
    const reader = new ByteReader(bytes)
    const [treeSize, index, length] = [reader.u16(), reader.u16(), reader.u8()]
    if (treeSize < 1 || treeSize > LIMITS.batchMax || index >= treeSize || length > PROOF_HASHES_MAX)
      throw new MalformedBytes('place in the batch is impossible')
    const proof = Array.from({ length }, () => reader.raw(SIZES.digest))
    const signature = readSignature(reader)
    reader.end()
    return { signature, index, treeSize, proof }
  } catch (cause) {
    if (!(cause instanceof MalformedBytes)) throw cause
    throw new VerificationError('EnvelopeParse', `signature of a permit does not parse: ${cause.message}`, {
      cause,
    })
  }
}
