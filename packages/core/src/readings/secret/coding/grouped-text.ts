import { CHARS, isIn } from '../char-sets.ts'
import { type View, ViewWriter } from './view.ts'

/** Fewer characters in groups of one length hold no secret. */
const GROUPED_CHARS_MIN = 12

/** Two groups of one length say little; words have that by chance. */
const PAIR_GROUP_CHARS_MIN = 6

/** Of a text in two parts the first is the longer one, or as long. */
const HALF_CHARS_MIN = 12

const GROUP_CHARS_MAX = 128

/** Capitals behind small letters of the same group; words of a sentence have none. */
const CAPITALS_MIN = 2

/** Between two groups: a blank, a line end and what indents the next, quotes and a comma. */
const GAP_CHARS_MAX = 12

/** How many words at the front are left out: before a secret some may be as long as its groups by chance. */
const FRONT_WORDS_MAX = 2

/** Between stretches; a line end would join them where lines are joined. */
const BLANK = 32

/** Characters that tokens have and that may stand between groups all the same. */
const MARKS = ['-', '.', '/', '_', '+', '=', '~', ':']

/** Where groups begin and end, one place after the other: start, end, start, end. */
type Groups = readonly number[]

interface Stretch {
  readonly groups: Groups
  /** The last group may be no part of it: it is as long as the others by no means. */
  readonly hasRest: boolean
}

/**
 * What is cut into groups of one length, by blanks, line ends, quotes or one sign, with the groups joined; each such
 * stretch by itself, without and with what stands around it. Undefined when there is none.
 */
export function groupedText(text: string): View | undefined {
  const stretches: Stretch[] = []
  addStretches(text, wordsOf(text), { mayBeHalves: true }, stretches)
  for (const mark of MARKS) addStretches(text, partsOf(text, mark), { mayBeHalves: false }, stretches)
  if (stretches.length === 0) return undefined
  const chars = stretches.reduce((sum, { groups }) => sum + charsOf(groups) + 1, 0)
  const writer = new ViewWriter(chars * (FRONT_WORDS_MAX + 1) * 2)
  for (const { groups, hasRest } of stretches)
    for (let dropped = 0; dropped <= FRONT_WORDS_MAX; dropped++) {
      if (dropped > 0 && !isWord(text, groups, dropped - 1)) break
      writeGroups(text, groups.slice(dropped * 2), writer)
      if (hasRest) writeGroups(text, groups.slice(dropped * 2, -2), writer)
    }
  return writer.view()
}

function isWord(text: string, groups: Groups, index: number): boolean {
  return /^[A-Za-z]+:?$/.test(text.slice(groups[index * 2], groups[index * 2 + 1]))
}

function writeGroups(text: string, groups: Groups, writer: ViewWriter): void {
  for (let index = 0; index < groups.length; index += 2) {
    const end = groups[index + 1] ?? 0
    for (let at = groups[index] ?? end; at < end; at++) writer.add(text.charCodeAt(at), at, at + 1)
  }
  const last = groups.at(-1) ?? 0
  writer.add(BLANK, last, last)
}

function charsOf(groups: Groups): number {
  let chars = 0
  for (let index = 0; index < groups.length; index += 2)
    chars += (groups[index + 1] ?? 0) - (groups[index] ?? 0)
  return chars
}

/** Runs of characters that tokens are made of. */
function wordsOf(text: string): Groups {
  const words: number[] = []
  let wasIn = false
  for (let at = 0; at <= text.length; at++) {
    const isInside = isIn(CHARS.token68, text, at)
    if (isInside === wasIn) continue
    words.push(at)
    wasIn = isInside
  }
  return words
}

/** What a mark parts. */
function partsOf(text: string, mark: string): Groups {
  let at = text.indexOf(mark)
  if (at < 0) return []
  const parts: number[] = []
  let start = 0
  for (; at >= 0; at = text.indexOf(mark, start)) {
    if (at > start) parts.push(start, at)
    start = at + 1
  }
  if (start < text.length) parts.push(start, text.length)
  return parts
}

/** Adds the stretches of groups of one length, each with the end of the group before and the beginning of the one behind. */
function addStretches(
  text: string,
  groups: Groups,
  { mayBeHalves }: { readonly mayBeHalves: boolean },
  stretches: Stretch[],
): void {
  const place = (index: number): number => groups[index] ?? text.length
  const size = (index: number): number => place(index + 1) - place(index)
  const isNear = (index: number): boolean =>
    index >= 2 && index < groups.length && place(index) - place(index - 1) <= GAP_CHARS_MAX
  for (let first = 0, next; first < groups.length; first = next) {
    next = first + 2
    while (isNear(next) && size(next) === size(first)) next += 2
    const length = size(first)
    const count = (next - first) / 2
    const hasRest = isNear(next)
    const areHalves = mayBeHalves && count === 1 && hasRest && length >= HALF_CHARS_MIN
    if (!areHalves && !isGrouped(length, count, mayBeHalves)) continue
    const hasFront = isNear(first) && size(first - 2) > length
    const front = hasFront ? [tailStart(text, place(first - 1), length), place(first - 1)] : []
    const rest = hasRest ? [place(next), headEnd(text, place(next), length)] : []
    const parts = groups.slice(first, next)
    const whole = [...front, ...parts, ...rest]
    const isRandom = areHalves
      ? looksRandom(text, parts) && looksRandom(text, rest)
      : looksRandom(text, whole)
    if (isRandom)
      stretches.push({ groups: areHalves ? [...parts, ...rest] : whole, hasRest: hasRest && !areHalves })
  }
}

function isGrouped(size: number, count: number, mayBePair: boolean): boolean {
  if (size > GROUP_CHARS_MAX || size * count < GROUPED_CHARS_MIN) return false
  return count > 2 || (count === 2 && mayBePair && size >= PAIR_GROUP_CHARS_MIN)
}

/** Whether groups have nothing but characters of tokens, and a digit or capitals among small letters as few words have. */
function looksRandom(text: string, groups: Groups): boolean {
  let hasDigit = false
  let capitals = 0
  let wasSmall = false
  for (let index = 0; index < groups.length; index += 2) {
    const isWide = (groups[index + 1] ?? 0) - (groups[index] ?? 0) > 1
    if (isWide) wasSmall = false
    for (let at = groups[index] ?? 0; at < (groups[index + 1] ?? 0); at++) {
      if (!isIn(CHARS.token68, text, at)) return false
      const isDigit = isIn(CHARS.digit, text, at)
      hasDigit ||= isDigit
      if (wasSmall && !isDigit && isIn(CHARS.upperAlnum, text, at)) capitals += 1
      wasSmall = !isDigit && isIn(CHARS.lowerAlnum, text, at)
    }
  }
  return hasDigit || capitals >= CAPITALS_MIN
}

/** Where the last characters of a group begin, as many as the next ones have. */
function tailStart(text: string, end: number, size: number): number {
  let start = end
  while (end - start < size && isIn(CHARS.token68, text, start - 1)) start -= 1
  return start
}

function headEnd(text: string, start: number, size: number): number {
  let end = start
  while (end - start < size && isIn(CHARS.token68, text, end)) end += 1
  return end
}
