import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { encodeUtf8 } from './json/encode-utf8.ts'

/**
 * SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits; of a text, over its UTF-8 bytes.
 *
 * @throws EvaluationError `EVALUATION_INVALID_JSON` for a text with a lone surrogate
 */
export function sha256Hex(data: string | Uint8Array): string {
  return bytesToHex(sha256(typeof data === 'string' ? encodeUtf8(data) : data))
}
