import { byteAt, type CodedBytes, digitOf, lastDigitOf } from './coded-bytes.ts'
import { type Sequence, sequenceAt } from './byte-sequence.ts'
import { isContinuation } from './utf8.ts'
import { textOf, type View, ViewWriter } from './view.ts'

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

const ASCII_MAX = 0x7f

/** Adds the stretches of text that are long enough; most of what decodes by chance has none. */
export function addPrintable(bytes: CodedBytes, place: (digit: number) => number, views: View[]): void {
  // Every long stretch covers one of these places, so the bytes between are not decoded.
  let probe = PIECE_CHARS_MIN - 1
  while (probe < bytes.length) {
    let start = probe + 1
    let byte = 0
    for (; start > 0; start--) {
      byte = byteAt(bytes, start - 1)
      if (PRINTABLE[byte] !== 1 && !(byte === 0 && isText(bytes, start - 1))) break
    }
    // Only at the probe itself may a sequence go on.
    if (start > 0 && byte > ASCII_MAX && (start > probe || isContinuation(byte)))
      start = beforeSequences(bytes, start, byte)
    if (start > probe) {
      probe += PIECE_CHARS_MIN
      continue
    }
    const stretch = stretchFrom(bytes, start)
    if (stretch.chars >= PIECE_CHARS_MIN) views.push(viewOf(bytes, stretch, place))
    probe = stretch.end + PIECE_CHARS_MIN
  }
}

/**
 * Where the text begins before a place in front of which a sequence of UTF-8 may lie; the place itself when none does.
 * Look-alikes of ASCII are such sequences.
 */
function beforeSequences(bytes: CodedBytes, place: number, last: number): number {
  let sequence = sequenceAt(bytes, place - 1, last)
  // The first one may go on behind the place.
  if (sequence === undefined) return place
  for (let start = sequence.start; ;) {
    while (start > 0 && isText(bytes, start - 1)) start -= 1
    sequence = start === 0 ? undefined : sequenceAt(bytes, start - 1, byteAt(bytes, start - 1))
    if (sequence?.end !== start) return start
    start = sequence.start
  }
}

interface Stretch {
  readonly start: number
  readonly end: number
  /** Without zero bytes. */
  readonly chars: number
  readonly isAscii: boolean
}

/** Most are too short, so nothing is kept of them. */
function stretchFrom(bytes: CodedBytes, start: number): Stretch {
  let chars = 0
  let before = 1
  let isAscii = true
  let end = start
  for (; end < bytes.length; end++) {
    const byte = byteAt(bytes, end)
    if (PRINTABLE[byte] === 1) chars += 1
    else if (byte > ASCII_MAX) {
      const sequence = sequenceAt(bytes, end, byte)
      if (sequence?.start !== end) break
      isAscii = false
      chars += 1
      end = sequence.end - 1
    } else if (byte !== 0 || before === 0) break
    before = byte
  }
  return { start, end, chars, isAscii }
}

function viewOf(bytes: CodedBytes, stretch: Stretch, place: (digit: number) => number): View {
  return stretch.isAscii ? asciiView(bytes, stretch, place) : utf8View(bytes, stretch, place)
}

function utf8View(bytes: CodedBytes, { start, end }: Stretch, place: (digit: number) => number): View {
  const writer = new ViewWriter(end - start)
  for (let at = start; at < end;) {
    const byte = byteAt(bytes, at)
    const sequence: Sequence | undefined = byte > ASCII_MAX ? sequenceAt(bytes, at, byte) : undefined
    const next = sequence?.end ?? at + 1
    if (byte !== 0)
      writer.addPoint(
        sequence?.point ?? byte,
        place(digitOf(bytes, at)),
        place(lastDigitOf(bytes, next - 1)) + 1,
      )
    at = next
  }
  return writer.view()
}

function asciiView(
  bytes: CodedBytes,
  { start, end, chars }: Stretch,
  place: (digit: number) => number,
): View {
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
