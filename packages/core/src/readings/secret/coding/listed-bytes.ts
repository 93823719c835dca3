import { CHARS, isIn } from '../char-sets.ts'
import { readUtf8 } from './utf8.ts'
import { type View, ViewWriter } from './view.ts'

/** Fewer bytes hold no secret. */
const BYTES_MIN = 12

/** Longest number in a list, a word of a dump: `0x` and sixteen digits. */
const NUMBER_CHARS_MAX = 18

/** Between two numbers: a comma, a blank, colons, a line end and what indents the next. */
const GAP_CHARS_MAX = 12

interface Base {
  readonly base: 2 | 8 | 10 | 16
  /** What a number of a list looks like. */
  readonly number: RegExp
  /** How many digits make a byte; none where a number is one byte however it is written. */
  readonly perByte?: 2
}

/** How bytes are written one by one: `67 68 70`, `0x67, 0x68`, `103,104,112`, `147 150`, `01100111 01101000`. */
const BASES: readonly Base[] = [
  { base: 16, number: /^(?:0[xX]|x)?((?:[0-9A-Fa-f]{2}){1,8})h?$/, perByte: 2 },
  { base: 10, number: /^([0-9]{1,3})$/ },
  { base: 8, number: /^(?:0o?)?([0-3][0-7]{2})$/ },
  { base: 2, number: /^(?:0[bB])?([01]{7,8})$/ },
]

/** What makes a character of each number: `chr(103) . chr(104)`. */
const CALL = /^(?:chrw?|char)$/i
const CALL_CHARS_MAX = 4

/** A number of the text, by where its digits stand. */
interface Listed {
  readonly start: number
  readonly end: number
}

/** What the lists of numbers in a text say when each is a character. */
export function listedBytes(text: string): readonly View[] {
  const views: View[] = []
  let last = 0
  // Of the words in a row that are numbers or calls of what makes characters of them.
  let start = -1
  let words = 0
  let digits = 0
  const close = (): void => {
    if (words >= BYTES_MIN || (words > 1 && digits >= 2 * BYTES_MIN))
      addViews(text, { start, end: last }, views)
    start = -1
    words = 0
    digits = 0
  }
  for (let at = 0; at < text.length; at++) {
    const isOpen = start >= 0
    // Every list begins with a number that has a digit, for the bytes of a text have one in every base.
    if (!isOpen) at = wordWithDigit(text, at)
    const from = at
    let sorts = WORD | NUMERIC
    for (; at < text.length; at++) {
      const sort = sortsAt(text, at)
      if (sort === 0) break
      sorts &= sort
    }
    const length = at - from
    if (length === 0) continue
    const isNumber = (sorts & NUMERIC) !== 0 && length <= NUMBER_CHARS_MAX
    if (isOpen) {
      const isCall = !isNumber && length <= CALL_CHARS_MAX && CALL.test(text.slice(from, at))
      if (from - last > GAP_CHARS_MAX || (!isNumber && !isCall)) close()
    }
    if (start < 0 && isNumber) start = from
    if (start >= 0 && isNumber) {
      words += 1
      digits += length
    }
    last = at
  }
  close()
  return views
}

/** Characters of words, and of these what a number may have, in any base or as the mark of one. */
const [WORD, NUMERIC] = [1, 2]
const SORTS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code)
  if (!isIn(CHARS.alnum, char, 0)) return 0
  return /[0-9A-Fa-fxXoh]/.test(char) ? WORD | NUMERIC : WORD
})

function sortsAt(text: string, at: number): number {
  return SORTS[text.charCodeAt(at)] ?? 0
}

const DIGIT = /[0-9]/g

/** Where the next word with a digit begins, from `at` on. */
function wordWithDigit(text: string, at: number): number {
  DIGIT.lastIndex = at
  let start = DIGIT.exec(text)?.index ?? text.length
  while (start > at && sortsAt(text, start - 1) !== 0) start -= 1
  return start
}

const WORDS = /[A-Za-z0-9]+/g

/** Reads one row of numbers in each base. */
function addViews(text: string, { start, end }: Listed, views: View[]): void {
  const lists: Listed[][] = BASES.map(() => [])
  const close = (index: number): void => {
    const [list, base] = [lists[index], BASES[index]]
    if (list === undefined || base === undefined || list.length === 0) return
    const view = viewOf(text, list, base)
    if (view !== undefined) views.push(view)
    lists[index] = []
  }
  for (const { 0: word, index: at } of text.slice(start, end).matchAll(WORDS)) {
    if (word.length <= CALL_CHARS_MAX && CALL.test(word)) continue
    for (const [index, { number }] of BASES.entries()) {
      const found = number.exec(word)?.[1]
      if (found === undefined) {
        close(index)
        continue
      }
      const from = start + at + word.indexOf(found)
      lists[index]?.push({ start: from, end: from + found.length })
    }
  }
  for (const index of BASES.keys()) close(index)
}

function viewOf(text: string, list: readonly Listed[], { base, perByte }: Base): View | undefined {
  const chars = list.reduce((sum, { start, end }) => sum + end - start, 0)
  const count = perByte === undefined ? list.length : chars / perByte
  // One number is no list: as a run of digits it is read elsewhere.
  if (count < BYTES_MIN || list.length < 2) return undefined
  const writer = new ViewWriter(count)
  for (const { start, end } of list)
    for (let at = start; at < end; at += perByte ?? end - start) {
      const byteEnd = perByte === undefined ? end : at + perByte
      writer.add(Number.parseInt(text.slice(at, byteEnd), base) & 0xff, at, byteEnd)
    }
  return readUtf8(writer.view())
}
