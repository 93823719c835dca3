import { CHARS, type CharSet, isIn, runEnd } from '../char-sets.ts'
import { type View, ViewWriter } from './view.ts'

/** Shorter runs hold no token. */
const RUN_CHARS_MIN = 20

/** What tokens, and addresses with one inside, are made of. */
const RUN: CharSet = CHARS.token68

const LINE_END = 10

/** Letters thirteen places on, other characters as they are. */
const ROT13 = Uint8Array.from({ length: 128 }, (_, code) => {
  const first = code < 97 ? 65 : 97
  return code - first >= 0 && code - first < 26 ? first + ((code - first + 13) % 26) : code
})

/** The long runs of a text in rot13, and from their end to their beginning; each is a view of lines. */
export function turnedRuns(text: string): readonly View[] {
  const runs = longRuns(text)
  if (runs.length === 0) return []
  const chars = runs.reduce((sum, [start, end]) => sum + end - start + 1, 0)
  const [rotated, reversed] = [new ViewWriter(chars), new ViewWriter(chars)]
  for (const [start, end] of runs) {
    for (let at = start; at < end; at++) rotated.add(ROT13[text.charCodeAt(at)] ?? 0, at, at + 1)
    for (let at = end - 1; at >= start; at--) reversed.add(text.charCodeAt(at), at, at + 1)
    rotated.add(LINE_END, end, end)
    reversed.add(LINE_END, start, start)
  }
  return [rotated.view(), reversed.view()]
}

function longRuns(text: string): readonly (readonly [start: number, end: number])[] {
  const runs: (readonly [number, number])[] = []
  // Every run that is long enough covers one of these places, so the characters between are not looked at.
  let probe = RUN_CHARS_MIN - 1
  while (probe < text.length) {
    if (!isIn(RUN, text, probe)) {
      probe += RUN_CHARS_MIN
      continue
    }
    let start = probe
    while (isIn(RUN, text, start - 1)) start -= 1
    const end = runEnd(RUN, text, probe)
    if (end - start >= RUN_CHARS_MIN) runs.push([start, end])
    probe = end + RUN_CHARS_MIN
  }
  return runs
}
