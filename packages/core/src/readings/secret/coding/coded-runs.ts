import { CHARS, type CharSet, isIn, nextRun, type Run, runEnd } from '../char-sets.ts'
import { base32Bytes, base64Bytes, hexBytes } from './coded-bytes.ts'
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
  for (let from = 0; ;) {
    const found = nextRun(CHARS.either64, text, from, RUN_CHARS_MIN)
    if (found === undefined) return views
    const run = wholeRun(text, found.start, found.end)
    for (let skipped = 0; skipped < 4; skipped++)
      addPrintable(base64Bytes(run.digits, skipped), run.place, views)
    addHexViews(run, views)
    addBase32Views(run, views)
    from = run.end
  }
}

/** Digits without the line ends between them. */
interface CodedRun {
  readonly digits: string
  /** Where a digit stands in the text. */
  readonly place: (at: number) => number
  readonly end: number
}

function wholeRun(text: string, start: number, firstEnd: number): CodedRun {
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
function addHexViews({ digits, place }: CodedRun, views: View[]): void {
  for (const { start, end } of stretches(CHARS.anyHex, digits, HEX_RUN_CHARS_MIN))
    for (const from of [start, start + 1]) addPrintable(hexBytes(digits, from, end), place, views)
}

/** The same of base32 digits, in capitals or in small letters, from each place where a group could begin. */
function addBase32Views({ digits, place }: CodedRun, views: View[]): void {
  for (const set of [CHARS.base32, CHARS.smallBase32])
    for (const { start, end } of stretches(set, digits, BASE32_RUN_CHARS_MIN))
      for (let skipped = 0; skipped < BASE32_GROUP; skipped++)
        addPrintable(base32Bytes(digits, start + skipped, end), place, views)
}

function* stretches(set: CharSet, digits: string, min: number): Generator<Run> {
  for (let run = nextRun(set, digits, 0, min); run !== undefined; run = nextRun(set, digits, run.end, min))
    yield run
}
