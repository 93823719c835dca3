import { CHARS, isIn, runEnd } from '../char-sets.ts'
import { base32Bytes, base64Bytes, hexBytes, hexValue } from './coded-bytes.ts'
import { addPrintable } from './printable-views.ts'
import type { View } from './view.ts'

/** Shorter runs of base64 or hexadecimal digits hold no secret. */
const RUN_CHARS_MIN = 16
const HEX_RUN_CHARS_MIN = 24
const BASE32_RUN_CHARS_MIN = 24

/** Digits of base32 that make whole bytes together. */
const BASE32_GROUP = 8

/**
 * What the runs of base64 (both alphabets, with or without padding), base32 and hexadecimal digits of a text decode to.
 * Anything may be joined to the front of a run, a path or a word, so it is decoded from each place where a group of
 * digits could begin. A line end inside a run does not end it (RFC 2045).
 */
export function codedRuns(text: string): readonly View[] {
  const views: View[] = []
  // Every run that is long enough covers one of these places, so the characters between are not looked at.
  let probe = RUN_CHARS_MIN - 1
  while (probe < text.length) {
    if (!isIn(CHARS.either64, text, probe)) {
      probe += RUN_CHARS_MIN
      continue
    }
    let start = probe
    while (isIn(CHARS.either64, text, start - 1)) start -= 1
    let end = runEnd(CHARS.either64, text, probe)
    if (end - start >= RUN_CHARS_MIN) {
      const run = wholeRun(text, start, end)
      end = run.end
      for (const skipped of [0, 1, 2, 3]) addPrintable(base64Bytes(run.digits, skipped), run.place, views)
      addHexViews(run, views)
      addBase32Views(run, views)
    }
    probe = end + RUN_CHARS_MIN
  }
  return views
}

/** Digits without the line ends between them. */
interface Run {
  readonly digits: string
  /** Where a digit stands in the text. */
  readonly place: (at: number) => number
  readonly end: number
}

function wholeRun(text: string, start: number, firstEnd: number): Run {
  const lines = [{ start, end: firstEnd }]
  let end = firstEnd
  for (let next = lineStart(text, end); next !== undefined; next = lineStart(text, end)) {
    end = runEnd(CHARS.either64, text, next)
    lines.push({ start: next, end })
  }
  if (lines.length === 1) return { digits: text.slice(start, end), place: (at) => start + at, end }
  const places = new Uint32Array(end - start)
  let length = 0
  for (const line of lines) for (let at = line.start; at < line.end; at++) places[length++] = at
  return {
    digits: lines.map((line) => text.slice(line.start, line.end)).join(''),
    place: (at) => places[at] ?? 0,
    end,
  }
}

/** A line end and what indents or quotes the next line. */
const NEXT_LINE = /\r?\n[ \t>#*|]{0,16}/y

/** Where a run that ends in a line end goes on; undefined when it does not. */
function lineStart(text: string, end: number): number | undefined {
  NEXT_LINE.lastIndex = end
  const next = end + (NEXT_LINE.exec(text)?.[0].length ?? 0)
  return next > end && isIn(CHARS.either64, text, next) ? next : undefined
}

/** Of a run, only the stretches of hexadecimal digits, from an even and from an odd one. */
function addHexViews({ digits, place }: Run, views: View[]): void {
  if (digits.length < HEX_RUN_CHARS_MIN) return
  let from = 0
  for (let at = 0; at <= digits.length; at++) {
    if (at < digits.length && hexValue(digits.charCodeAt(at)) >= 0) continue
    if (at - from >= HEX_RUN_CHARS_MIN)
      for (const start of [from, from + 1]) addPrintable(hexBytes(digits, start, at), place, views)
    from = at + 1
  }
}

/** Digits of base32, in capitals as RFC 4648 has them and in small letters; never both in one stretch. */
const BASE32_STRETCHES = [/[A-Z2-7]{24,}/g, /[a-z2-7]{24,}/g]

/** Of a run, only the stretches of base32 digits, from each place where a group could begin. */
function addBase32Views({ digits, place }: Run, views: View[]): void {
  if (digits.length < BASE32_RUN_CHARS_MIN) return
  for (const stretches of BASE32_STRETCHES)
    for (const { 0: stretch, index } of digits.matchAll(stretches))
      for (let skipped = 0; skipped < BASE32_GROUP; skipped++)
        addPrintable(base32Bytes(digits, index + skipped, index + stretch.length), place, views)
}
