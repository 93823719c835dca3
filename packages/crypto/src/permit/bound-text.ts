import type { ByteReader } from '../bytes/byte-reader.ts'
import { decodeUtf8, MalformedBytes } from '../bytes/byte-reader.ts'
import type { ByteWriter } from '../bytes/byte-writer.ts'
import { fromHex, toHex } from '../bytes/hex.ts'
import { sha256 } from '../bytes/sha256.ts'
import { wellFormedUtf8 } from '../bytes/well-formed.ts'
import { PermitError } from '../errors/permit-error.ts'
import { LIMITS } from '../limits.ts'
import { SIZES } from '../suites.ts'

/** A text of a permit: itself up to 64 bytes of UTF-8, its digest above. */
export type BoundText = string | TextDigest

/** Stands for a text over 64 bytes. */
export interface TextDigest {
  /** SHA-256 of the UTF-8, lower-case hexadecimal. */
  readonly sha256: string
}

const DIGEST_TAG = 0x80
const ABSENT_TAG = 0xff

/**
 * The form in which a text travels.
 * @throws PermitError `PERMIT_INVALID_REQUEST` for lone surrogates and texts over `LIMITS.textBytesMax`
 */
export function boundText(value: unknown, field: string): BoundText {
  const bytes = wellFormedUtf8(value, LIMITS.textBytesMax)
  if (bytes === undefined || typeof value !== 'string')
    throw new PermitError(
      'PERMIT_INVALID_REQUEST',
      `\`${field}\` of a permit is not usable text; refusing it`,
    )
  return bytes.length <= LIMITS.permitTextBytesMax ? value : { sha256: toHex(sha256(bytes)) }
}

/** Whether two texts are the same, digest for digest. */
export function sameText(a: BoundText | undefined, b: BoundText | undefined): boolean {
  if (typeof a === 'object' && typeof b === 'object') return a.sha256 === b.sha256
  return a === b
}

/** INVARIANT: a digest and a literal have different tags, so that no literal can pose as the digest of another text. */
export function writeBoundText(writer: ByteWriter, value: BoundText | undefined): void {
  if (value === undefined) writer.u8(ABSENT_TAG)
  else if (typeof value === 'object') writer.u8(DIGEST_TAG).raw(fromHex(value.sha256, SIZES.digest))
  else {
    const bytes = wellFormedUtf8(value, LIMITS.permitTextBytesMax)
    if (bytes === undefined) throw new MalformedBytes('text is over 64 bytes or ill-formed')
    writer.u8(bytes.length).raw(bytes)
  }
}

export function readBoundText(reader: ByteReader): BoundText | undefined {
  const tag = reader.u8()
  if (tag === ABSENT_TAG) return undefined
  if (tag === DIGEST_TAG) return { sha256: toHex(reader.raw(SIZES.digest)) }
  if (tag > LIMITS.permitTextBytesMax) throw new MalformedBytes('text has an unknown tag')
  return decodeUtf8(reader.raw(tag))
}
