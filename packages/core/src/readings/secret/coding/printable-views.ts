import { byteAt, type CodedBytes, digitOf, lastDigitOf } from './coded-bytes.ts'
import { textOf, type View } from './view.ts'

/** Shorter pieces hold no secret. */
const PIECE_CHARS_MIN = 12

/** Bytes of ASCII text, of which all secrets are made. */
const PRINTABLE = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127) ? 1 : 0,
)

/** A zero byte counts after another byte, so that UTF-16 reads as its characters. */
function isText(bytes: CodedBytes, at: number): boolean {
  const byte = byteAt(bytes, at)
  return PRINTABLE[byte] === 1 || (byte === 0 && at > 0 && byteAt(bytes, at - 1) !== 0)
}

/** Adds the stretches of printable bytes that are long enough; most of what decodes by chance has none. */
export function addPrintable(bytes: CodedBytes, place: (digit: number) => number, views: View[]): void {
  // Every long stretch covers one of these places, so the bytes between are not decoded.
  let probe = PIECE_CHARS_MIN - 1
  while (probe < bytes.length) {
    let start = probe + 1
    while (start > 0 && isText(bytes, start - 1)) start -= 1
    if (start > probe) {
      probe += PIECE_CHARS_MIN
      continue
    }
    const stretch = stretchFrom(bytes, start)
    if (stretch.chars >= PIECE_CHARS_MIN) views.push(viewOf(bytes, stretch, place))
    probe = stretch.end + PIECE_CHARS_MIN
  }
}

interface Stretch {
  readonly start: number
  readonly end: number
  /** Without zero bytes. */
  readonly chars: number
}

/** Most are too short, so nothing is kept of them. */
function stretchFrom(bytes: CodedBytes, start: number): Stretch {
  let chars = 0
  let before = 1
  let end = start
  for (; end < bytes.length; end++) {
    const byte = byteAt(bytes, end)
    if (PRINTABLE[byte] === 1) chars += 1
    else if (byte !== 0 || before === 0) break
    before = byte
  }
  return { start, end, chars }
}

function viewOf(bytes: CodedBytes, { start, end, chars }: Stretch, place: (digit: number) => number): View {
  const units = new Uint16Array(chars)
  /** Which byte each character is, where zero bytes are left out; elsewhere they stand one after the other. */
  const places = end - start === chars ? undefined : new Uint32Array(chars)
  let count = 0
  for (let at = start; at < end; at++) {
    const byte = byteAt(bytes, at)
    if (byte === 0) continue
    if (places !== undefined) places[count] = at
    units[count++] = byte
  }
  const byte = (at: number): number => places?.[at] ?? start + at
  return {
    text: textOf(units),
    start: (at) => place(digitOf(bytes, byte(at))),
    end: (at) => place(lastDigitOf(bytes, byte(at))) + 1,
  }
}
