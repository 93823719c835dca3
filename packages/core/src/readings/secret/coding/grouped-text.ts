import { CHARS, isIn } from '../char-sets.ts'
import { GroupRuns, type Groups } from './group-runs.ts'
import { type View, ViewWriter } from './view.ts'

/** How many words at the front are left out: before a secret some may be as long as its groups by chance. */
const FRONT_WORDS_MAX = 2

/** Between stretches; a line end would join them where lines are joined. */
const BLANK = 32

/** Characters that tokens have and that may stand between groups all the same. */
const MARKS = ['-', '.', '/', '_', '+', '=', '~', ':']

/**
 * What is cut into groups of one length, by blanks, line ends, quotes or one sign, with the groups joined; each such
 * stretch by itself, without and with what stands around it. Undefined when there is none.
 */
export function groupedText(text: string): View | undefined {
  const found: Groups[] = []
  takeWords(text, new GroupRuns(text, { mayBeTwo: true }, found))
  for (const mark of MARKS) takeParts(text, mark, new GroupRuns(text, { mayBeTwo: false }, found))
  return found.length === 0 ? undefined : joined(text, found)
}

function joined(text: string, found: readonly Groups[]): View {
  const chars = found.reduce((sum, { starts, ends }) => sum + charsOf(starts, ends) + 1, 0)
  const writer = new ViewWriter(chars * (FRONT_WORDS_MAX + 1) * 2)
  const write = (starts: readonly number[], ends: readonly number[]): void => {
    starts.forEach((start, index) => {
      const end = ends[index] ?? start
      for (let at = start; at < end; at++) writer.add(text.charCodeAt(at), at, at + 1)
    })
    const last = ends.at(-1) ?? 0
    writer.add(BLANK, last, last)
  }
  for (const { starts, ends, hasRest } of found)
    for (let dropped = 0; dropped <= FRONT_WORDS_MAX; dropped++) {
      if (dropped > 0 && !/^[A-Za-z]+:?$/.test(text.slice(starts[dropped - 1], ends[dropped - 1]))) break
      write(starts.slice(dropped), ends.slice(dropped))
      if (hasRest) write(starts.slice(dropped, -1), ends.slice(dropped, -1))
    }
  return writer.view()
}

function charsOf(starts: readonly number[], ends: readonly number[]): number {
  return starts.reduce((sum, start, index) => sum + (ends[index] ?? start) - start, 0)
}

/** Runs of characters that tokens are made of. */
function takeWords(text: string, runs: GroupRuns): void {
  let start = -1
  for (let at = 0; at < text.length; at++) {
    if (isIn(CHARS.token68, text, at)) {
      if (start < 0) start = at
    } else if (start >= 0) {
      runs.take(start, at)
      start = -1
    }
  }
  if (start >= 0) runs.take(start, text.length)
  runs.end()
}

/** What a mark parts. */
function takeParts(text: string, mark: string, runs: GroupRuns): void {
  let start = 0
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, start)) {
    if (at > start) runs.take(start, at)
    start = at + 1
  }
  if (start > 0 && start < text.length) runs.take(start, text.length)
  runs.end()
}
