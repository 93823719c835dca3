/** Code units that one `String.fromCharCode` call takes without running out of stack. */
const UNITS_PER_CALL = 4096

/**
 * The text of UTF-8 bytes (RFC 3629), or undefined when they are not UTF-8: a truncated or stray sequence, an
 * overlong form, a surrogate, a code point above U+10FFFF. Nothing is replaced and a byte order mark is kept.
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const units = new Uint16Array(Math.min(bytes.length, UNITS_PER_CALL))
  let text = ''
  let length = 0
  let at = 0
  while (at < bytes.length) {
    if (length > units.length - 2 && length > 0) {
      text += unitsToText(units.subarray(0, length))
      length = 0
    }
    const lead = bytes[at] ?? 0
    if (lead < 0x80) {
      units[length++] = lead
      at += 1
      continue
    }
    const point = pointAt(bytes, at, lead)
    if (point === undefined) return undefined
    if (point < 0x10000) {
      units[length++] = point
      at += point < 0x800 ? 2 : 3
    } else {
      units[length++] = 0xd800 + ((point - 0x10000) >> 10)
      units[length++] = 0xdc00 + (point & 0x3ff)
      at += 4
    }
  }
  return text + unitsToText(units.subarray(0, length))
}

/** The code point of a sequence of two to four bytes, by the table of RFC 3629 section 4. */
function pointAt(bytes: Uint8Array, at: number, lead: number): number | undefined {
  const second = tail(bytes, at + 1)
  if (second < 0) return undefined
  if (lead >= 0xc2 && lead <= 0xdf) return ((lead & 0x1f) << 6) | second
  const third = tail(bytes, at + 2)
  if (third < 0) return undefined
  if (lead >= 0xe0 && lead <= 0xef) {
    const point = ((lead & 0x0f) << 12) | (second << 6) | third
    return point < 0x800 || (point >= 0xd800 && point <= 0xdfff) ? undefined : point
  }
  const fourth = tail(bytes, at + 3)
  if (fourth < 0 || lead < 0xf0 || lead > 0xf4) return undefined
  const point = ((lead & 0x07) << 18) | (second << 12) | (third << 6) | fourth
  return point < 0x10000 || point > 0x10ffff ? undefined : point
}

/** The six bits of a continuation byte, or -1. */
function tail(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] ?? 0
  return (byte & 0xc0) === 0x80 ? byte & 0x3f : -1
}

function unitsToText(units: Uint16Array): string {
  return String.fromCharCode(...units)
}
