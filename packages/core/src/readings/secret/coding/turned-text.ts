import { CHARS, type CharSet, nextRun, type Run } from '../char-sets.ts'
import { textOf, type View } from './view.ts'

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
  const chars = runs.reduce((sum, { start, end }) => sum + end - start + 1, 0)
  const [rotated, reversed] = [new Uint16Array(chars), new Uint16Array(chars)]
  /** Where each line of the views begins. */
  const lines: number[] = []
  let place = 0
  for (const { start, end } of runs) {
    lines.push(place)
    const length = end - start
    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(start + at)
      rotated[place + at] = ROT13[code] ?? 0
      reversed[place + length - 1 - at] = code
    }
    place += length
    rotated[place] = LINE_END
    reversed[place] = LINE_END
    place += 1
  }
  const view = (units: Uint16Array, at: (run: Run, offset: number) => number): View => {
    const placeOf = (offset: number): number => {
      const index = lineOf(lines, offset)
      const run = runs[index]
      return run === undefined ? 0 : at(run, offset - (lines[index] ?? 0))
    }
    return { text: textOf(units), start: placeOf, end: (offset) => placeOf(offset) + 1 }
  }
  return [
    view(rotated, ({ start }, offset) => start + offset),
    view(reversed, ({ end }, offset) => end - 1 - offset),
  ]
}

/** Which line a place is in: the last one that begins at or before it. */
function lineOf(lines: readonly number[], place: number): number {
  let [low, high] = [0, lines.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((lines[middle] ?? 0) <= place) low = middle
    else high = middle - 1
  }
  return low
}

function longRuns(text: string): readonly Run[] {
  const runs: Run[] = []
  for (
    let run = nextRun(RUN, text, 0, RUN_CHARS_MIN);
    run !== undefined;
    run = nextRun(RUN, text, run.end, RUN_CHARS_MIN)
  )
    runs.push(run)
  return runs
}
