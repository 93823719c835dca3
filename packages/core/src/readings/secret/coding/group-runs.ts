import { CHARS, isIn } from '../char-sets.ts'

/** Fewer characters in groups of one length hold no secret. */
const GROUPED_CHARS_MIN = 12

/** Two groups of one length say little; words have that by chance. */
const PAIR_GROUP_CHARS_MIN = 6

/** Of a text in two parts the first is the longer one, or as long. */
const HALF_CHARS_MIN = 12

const GROUP_CHARS_MAX = 128

/** Shorter groups are alike by chance. */
const ALIKE_CHARS_MIN = 4

/** Capitals behind small letters of the same group; words of a sentence have none. */
const CAPITALS_MIN = 2

/** Between two groups: a blank, a line end and what indents the next, quotes and a comma. */
const GAP_CHARS_MAX = 12

/** Groups that belong together, by where each begins and ends. */
export interface Groups {
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** The last one is shorter or longer than the others, and may be no part of them. */
  readonly hasRest: boolean
}

/** Takes the groups of a text one by one, and keeps runs of them that have one length and look random. */
export class GroupRuns {
  readonly #text: string
  readonly #mayBeTwo: boolean
  readonly #found: Groups[]
  /** Of the groups of the run, once there are two. */
  #starts: number[] = []
  #length = -1
  #lastStart = -1
  #lastEnd = -Infinity
  /** Of the group before the run, where it is near. */
  #beforeStart = -1
  #beforeEnd = -1

  constructor(text: string, { mayBeTwo }: { readonly mayBeTwo: boolean }, found: Groups[]) {
    this.#text = text
    this.#mayBeTwo = mayBeTwo
    this.#found = found
  }

  take(start: number, end: number): void {
    const isNear = start - this.#lastEnd <= GAP_CHARS_MAX
    if (isNear && end - start === this.#length) {
      if (this.#starts.length === 0) this.#starts.push(this.#lastStart)
      this.#starts.push(start)
    } else {
      this.#close(isNear ? start : -1)
      this.#beforeStart = isNear ? this.#lastStart : -1
      this.#beforeEnd = this.#lastEnd
      this.#length = end - start
      if (this.#starts.length > 0) this.#starts = []
    }
    this.#lastStart = start
    this.#lastEnd = end
  }

  end(): void {
    this.#close(-1)
  }

  /** Keeps the run that ends, with the end of the group before it and the beginning of the one behind. */
  #close(next: number): void {
    const length = this.#length
    const count = this.#starts.length
    const areHalves = count === 0 && this.#mayBeTwo && next >= 0 && length >= HALF_CHARS_MIN
    if (!areHalves && !this.#isLong(length, count)) return
    // Most words that are long enough hold no digit and few capitals.
    if (areHalves && !isRandomRange(this.#text, this.#lastStart, this.#lastStart + length)) return
    const starts = count === 0 ? [this.#lastStart] : [...this.#starts]
    const run = { starts, ends: starts.map((start) => start + length), hasRest: next >= 0 && !areHalves }
    const rest = next < 0 ? undefined : { starts: [next], ends: [headEnd(this.#text, next, length)] }
    if (areHalves && !(rest !== undefined && looksRandom(this.#text, rest))) return
    if (!areHalves && areAlike(this.#text, run)) return
    if (rest !== undefined) {
      run.starts.push(...rest.starts)
      run.ends.push(...rest.ends)
    }
    if (!areHalves && this.#beforeStart >= 0 && this.#beforeEnd - this.#beforeStart > length) {
      run.starts.unshift(tailStart(this.#text, this.#beforeEnd, length))
      run.ends.unshift(this.#beforeEnd)
    }
    if (looksRandom(this.#text, run)) this.#found.push(run)
  }

  #isLong(length: number, count: number): boolean {
    if (count < 2 || length > GROUP_CHARS_MAX || length * count < GROUPED_CHARS_MIN) return false
    return count > 2 || (this.#mayBeTwo && length >= PAIR_GROUP_CHARS_MIN)
  }
}

type Places = Pick<Groups, 'starts' | 'ends'>

/** Whether groups have nothing but characters of tokens, and a digit or capitals among small letters as few words have. */
function looksRandom(text: string, { starts, ends }: Places): boolean {
  let hasDigit = false
  let capitals = 0
  let wasSmall = false
  for (let index = 0; index < starts.length; index++) {
    const start = starts[index] ?? 0
    const end = ends[index] ?? 0
    if (end - start > 1) wasSmall = false
    for (let at = start; at < end; at++) {
      const sort = sortAt(text, at)
      if (sort === OTHER) return false
      if (sort === DIGIT) hasDigit = true
      else if (sort === CAPITAL && wasSmall) capitals += 1
      wasSmall = sort === SMALL
    }
  }
  return hasDigit || capitals >= CAPITALS_MIN
}

/** The same of one group. */
function isRandomRange(text: string, start: number, end: number): boolean {
  return looksRandom(text, { starts: [start], ends: [end] })
}

/** What looks random is told by the sorts of its characters; what tokens do not have is of none. */
const [OTHER, SIGN, DIGIT, SMALL, CAPITAL] = [0, 1, 2, 3, 4]
const SORTS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code)
  if (!isIn(CHARS.token68, char, 0)) return OTHER
  if (isIn(CHARS.digit, char, 0)) return DIGIT
  if (isIn(CHARS.lowerAlnum, char, 0)) return SMALL
  return isIn(CHARS.upperAlnum, char, 0) ? CAPITAL : SIGN
})

function sortAt(text: string, at: number): number {
  return SORTS[text.charCodeAt(at)] ?? OTHER
}

/** Whether groups begin alike or end in the same mark, as the items of a list do. */
function areAlike(text: string, { starts, ends }: Places): boolean {
  const first = text.slice(starts[0], ends[0])
  if (first.length < ALIKE_CHARS_MIN) return false
  const [head, last] = [first.slice(0, 2), first.slice(-1)]
  if (starts.every((start) => text.startsWith(head, start))) return true
  return /[^A-Za-z0-9]/.test(last) && ends.every((end) => text[end - 1] === last)
}

/** Where the last characters of a group begin, as many as the next ones have. */
function tailStart(text: string, end: number, length: number): number {
  let start = end
  while (end - start < length && isIn(CHARS.token68, text, start - 1)) start -= 1
  return start
}

function headEnd(text: string, start: number, length: number): number {
  let end = start
  while (end - start < length && isIn(CHARS.token68, text, end)) end += 1
  return end
}
