import { type View, ViewWriter } from './view.ts'

/** The first byte of what is not ASCII, and of the sequences of UTF-8 (RFC 3629). */
const HIGH_MIN = 0x80
const LEAD_MIN = 0xc2
const LEAD_MAX = 0xf4

/** The least code point that a sequence of each length may stand for, by how many bytes follow the first. */
const POINT_MIN = [0, 0x80, 0x800, 0x10000] as const
const POINT_MAX = 0x10ffff
const [SURROGATE_MIN, SURROGATE_MAX] = [0xd800, 0xdfff]

/** Gives the byte at a place; a number that is no byte, or nothing, where there is none. */
type Byte = (at: number) => number | undefined

/**
 * The code point beyond ASCII of the sequence of UTF-8 that begins at a place; -1 where none does, as for overlong ones
 * and surrogates.
 */
export function utf8Point(byte: Byte, at: number): number {
  const lead = byte(at) ?? 0
  if (lead < LEAD_MIN || lead > LEAD_MAX) return -1
  const rest = utf8Length(lead) - 1
  let point = lead & (0x3f >> rest)
  for (let next = 1; next <= rest; next++) {
    const value = byte(at + next) ?? 0
    if (!isContinuation(value)) return -1
    point = (point << 6) | (value & 0x3f)
  }
  const isScalar = point <= POINT_MAX && (point < SURROGATE_MIN || point > SURROGATE_MAX)
  return isScalar && point >= (POINT_MIN[rest] ?? 0) ? point : -1
}

/** How many bytes a sequence has, by its first one. */
export function utf8Length(lead: number): number {
  if (lead < LEAD_MIN) return 1
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}

export function isContinuation(byte: number): boolean {
  return byte >= HIGH_MIN && byte <= 0xbf
}

const HIGH = /[\u0080-\u00ff]/

/** A view of bytes, each a character, with the sequences of UTF-8 as the characters that they are; the rest as it is. */
export function readUtf8(view: View): View {
  const { text } = view
  if (!HIGH.test(text)) return view
  const writer = new ViewWriter(text.length)
  const byte: Byte = (at) => text.charCodeAt(at)
  for (let at = 0; at < text.length;) {
    const unit = text.charCodeAt(at)
    const point = utf8Point(byte, at)
    const next = at + (point < 0 ? 1 : utf8Length(unit))
    writer.addPoint(point < 0 ? unit : point, view.start(at), view.end(next - 1))
    at = next
  }
  return writer.view()
}
