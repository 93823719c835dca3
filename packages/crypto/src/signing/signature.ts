import { ByteReader, MalformedBytes } from '../bytes/byte-reader.ts'
import { ByteWriter } from '../bytes/byte-writer.ts'
import { fromHex, toHex } from '../bytes/hex.ts'
import { VerificationError } from '../errors/verification-error.ts'
import { SIZES, suiteOfCode, SUITES, type Suite } from '../suites.ts'
import type { SignatureParts } from './signer.ts'

/** A signature with the suite and the key it claims; both are inside what is signed. */
export interface Signature extends SignatureParts {
  readonly suite: Suite
  readonly keyId: string
}

/** One byte for the suite, 32 for the key id, then the parts: every suite has one length. */
export function encodeSignature(signature: Signature): Uint8Array {
  const writer = new ByteWriter()
    .u8(SUITES[signature.suite].code)
    .raw(fromHex(signature.keyId, SIZES.digest))
    .raw(signature.mlDsa65)
  if (signature.ed25519 !== undefined) writer.raw(signature.ed25519)
  return writer.finish()
}

/** @throws VerificationError `EnvelopeParse` on anything `encodeSignature` does not write */
export function decodeSignature(bytes: Uint8Array): Signature {
  try {
    const reader = new ByteReader(bytes)
    const signature = readSignature(reader)
    reader.end()
    return signature
  } catch (cause) {
    if (!(cause instanceof MalformedBytes)) throw cause
    throw new VerificationError('EnvelopeParse', `signature does not parse: ${cause.message}`, { cause })
  }
}

/** Reads a signature inside a larger structure. */
export function readSignature(reader: ByteReader): Signature {
  const suite = suiteOfCode(reader.u8())
  if (suite === undefined) throw new MalformedBytes('suite is unknown')
  const keyId = toHex(reader.raw(SIZES.digest))
  const mlDsa65 = reader.raw(SIZES.mlDsaSignature)
  return SUITES[suite].hybrid
    ? { suite, keyId, mlDsa65, ed25519: reader.raw(SIZES.ed25519Signature) }
    : { suite, keyId, mlDsa65 }
}
