import { CHARS, isIn } from '../char-sets.ts'
import { GroupRuns, type Groups } from './group-runs.ts'
import { type View, ViewWriter } from './view.ts'

/** How many words at the front are left out: before a secret some may be as long as its groups by chance. */
const FRONT_WORDS_MAX = 2

/** Between stretches; a line end would join them where lines are joined. */
const BLANK = 32

/** Characters that tokens have and that may stand between groups all the same. */
const MARKS = ['-', '.', '/', '_', '+', '=', '~']

/** One that tokens do not have. */
const COLON = ':'

/** Three groups of twelve characters together, and the marks between them. */
const PARTED_CHARS_MIN = 14

/** Characters of words, which are all ASCII: 1 and a bit for each mark; 0 for what parts words. */
const MARK = 2
const KINDS = new Uint16Array(0x10000)
for (let code = 0; code < 0x80; code++) {
  const mark = MARKS.indexOf(String.fromCharCode(code))
  if (mark >= 0) KINDS[code] = 1 | (MARK << mark)
  else if (isIn(CHARS.token68, String.fromCharCode(code), 0)) KINDS[code] = 1
}

/**
 * What is cut into groups of one length, by blanks, line ends, quotes or one sign, with the groups joined; each such
 * stretch by itself, without and with what stands around it. Undefined when there is none.
 */
export function groupedText(text: string): View | undefined {
  const found: Groups[] = []
  const words = new GroupRuns(text, { mayBeTwo: true }, found)
  for (let at = 0; at < text.length; at++) {
    let kinds = KINDS[text.charCodeAt(at)] ?? 0
    if (kinds === 0) continue
    const start = at
    for (at += 1; at < text.length; at++) {
      const kind = KINDS[text.charCodeAt(at)] ?? 0
      if (kind === 0) break
      kinds |= kind
    }
    words.take(start, at)
    if (kinds >= MARK && at - start >= PARTED_CHARS_MIN) takeAllParts(text, { start, end: at, kinds }, found)
  }
  words.end()
  takeParts(text, { start: 0, end: text.length, mark: COLON }, found)
  return found.length === 0 ? undefined : joined(text, found)
}

function joined(text: string, found: readonly Groups[]): View {
  const all = found.flatMap((groups) => spansOf(text, groups))
  const writer = new ViewWriter(all.reduce((sum, { starts, ends }) => sum + charsOf(starts, ends) + 1, 0))
  for (const { starts, ends } of all) {
    for (const [index, start] of starts.entries())
      for (let at = start; at < (ends[index] ?? start); at++) writer.add(text.charCodeAt(at), at, at + 1)
    const last = ends.at(-1) ?? 0
    writer.add(BLANK, last, last)
  }
  return writer.view()
}

type Spans = Pick<Groups, 'starts' | 'ends'>

/** The groups, without words at their front, with and without the last one. */
function spansOf(text: string, { starts, ends, hasRest }: Groups): readonly Spans[] {
  const spans: Spans[] = []
  for (let dropped = 0; dropped <= FRONT_WORDS_MAX; dropped++) {
    if (dropped > 0 && !/^[A-Za-z]+:?$/.test(text.slice(starts[dropped - 1], ends[dropped - 1]))) break
    spans.push({ starts: starts.slice(dropped), ends: ends.slice(dropped) })
    if (hasRest) spans.push({ starts: starts.slice(dropped, -1), ends: ends.slice(dropped, -1) })
  }
  return spans
}

function charsOf(starts: readonly number[], ends: readonly number[]): number {
  return starts.reduce((sum, start, index) => sum + (ends[index] ?? start) - start, 0)
}

/** By a function of its own: one within the loop above would be made anew for every character. */
function takeAllParts(
  text: string,
  { start, end, kinds }: { readonly start: number; readonly end: number; readonly kinds: number },
  found: Groups[],
): void {
  for (const [index, mark] of MARKS.entries())
    if ((kinds & (MARK << index)) !== 0) takeParts(text, { start, end, mark }, found)
}

interface Parted {
  readonly start: number
  readonly end: number
  readonly mark: string
}

/** What a mark parts. One that tokens have parts words only, for what is no word holds no token. */
function takeParts(text: string, { start, end, mark }: Parted, found: Groups[]): void {
  let at = text.indexOf(mark, start)
  if (at < 0) return
  const runs = new GroupRuns(text, { mayBeTwo: false }, found)
  let from = start
  for (; at >= 0 && at < end; at = text.indexOf(mark, from)) {
    if (at > from) runs.take(from, at)
    from = at + 1
  }
  if (from < end) runs.take(from, end)
  runs.end()
}
