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
    const stretch = readStretch(bytes, start)
    if (stretch.units.length >= PIECE_CHARS_MIN) views.push(viewOf(bytes, stretch, place))
    probe = stretch.end + PIECE_CHARS_MIN
  }
}

interface Stretch {
  /** Its characters, zero bytes left out. */
  readonly units: readonly number[]
  /** Which byte each character is, where zero bytes are left out; elsewhere they stand one after the other. */
  readonly places: readonly number[] | undefined
  readonly start: number
  readonly end: number
}

function readStretch(bytes: CodedBytes, start: number): Stretch {
  const units: number[] = []
  let places: number[] | undefined
  let before = 1
  let end = start
  for (; end < bytes.length; end++) {
    const byte = byteAt(bytes, end)
    if (PRINTABLE[byte] === 1) {
      units.push(byte)
      places?.push(end)
    } else if (byte === 0 && before !== 0) places ??= units.map((_, index) => start + index)
    else break
    before = byte
  }
  return { units, places, start, end }
}

function viewOf(
  bytes: CodedBytes,
  { units, places, start }: Stretch,
  place: (digit: number) => number,
): View {
  const byte = (at: number): number => places?.[at] ?? start + at
  return {
    text: textOf(units),
    start: (at) => place(digitOf(bytes, byte(at))),
    end: (at) => place(lastDigitOf(bytes, byte(at))) + 1,
  }
}
