import { EvaluationError } from '../errors.ts'

/**
 * The UTF-8 bytes of a text (RFC 3629).
 *
 * @throws EvaluationError `EVALUATION_INVALID_JSON` for a lone surrogate, which has no UTF-8 form: two different
 * texts must never become the same bytes
 */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3)
  let length = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) {
      bytes[length++] = unit
    } else if (unit < 0x800) {
      bytes[length++] = 0xc0 | (unit >> 6)
      bytes[length++] = 0x80 | (unit & 0x3f)
    } else if (unit < 0xd800 || unit > 0xdfff) {
      bytes[length++] = 0xe0 | (unit >> 12)
      bytes[length++] = 0x80 | ((unit >> 6) & 0x3f)
      bytes[length++] = 0x80 | (unit & 0x3f)
    } else {
      const low = text.charCodeAt(++at)
      if (unit > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) {
        throw new EvaluationError(
          'EVALUATION_INVALID_JSON',
          'a text with a lone surrogate has no UTF-8 form; refusing to encode',
        )
      }
      const point = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
      bytes[length++] = 0xf0 | (point >> 18)
      bytes[length++] = 0x80 | ((point >> 12) & 0x3f)
      bytes[length++] = 0x80 | ((point >> 6) & 0x3f)
      bytes[length++] = 0x80 | (point & 0x3f)
    }
  }
  return bytes.subarray(0, length)
}
