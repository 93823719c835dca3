import { CHARS, isIn } from '../char-sets.ts'
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
  const lists: Listed[][] = BASES.map(() => [])
  let areOpen = false
  const close = (index: number): void => {
    const [list, base] = [lists[index], BASES[index]]
    if (list === undefined || base === undefined || list.length === 0) return
    const view = viewOf(text, list, base)
    if (view !== undefined) views.push(view)
    lists[index] = []
  }
  const closeAll = (): void => {
    if (areOpen) for (let index = 0; index < BASES.length; index++) close(index)
    areOpen = false
  }
  let last = 0
  for (let at = 0; at < text.length;) {
    // Every number has a digit, for the bytes of a text have one in every base.
    if (!areOpen) at = wordWithDigit(text, at)
    const end = wordEnd(text, at)
    if (end === at) {
      at += 1
      continue
    }
    const isCall = areOpen && end - at <= CALL_CHARS_MAX && CALL.test(text.slice(at, end))
    const isNumber = end - at <= NUMBER_CHARS_MAX && NUMERIC.test(text.slice(at, end))
    if (at - last > GAP_CHARS_MAX || (!isNumber && !isCall)) closeAll()
    if (isNumber) {
      areOpen = true
      const word = text.slice(at, end)
      BASES.forEach(({ number }, index) => {
        const digits = number.exec(word)?.[1]
        if (digits === undefined) {
          close(index)
          return
        }
        const start = at + word.indexOf(digits)
        lists[index]?.push({ start, end: start + digits.length })
      })
    }
    last = end
    at = end
  }
  closeAll()
  return views
}

/** What a number may have, in any base or as the mark of one. */
const NUMERIC = /^[0-9A-Fa-fxXoh]+$/

const DIGIT = /[0-9]/g
const WORD = /[A-Za-z0-9]*/y

/** Where the next word with a digit begins, from `at` on. */
function wordWithDigit(text: string, at: number): number {
  DIGIT.lastIndex = at
  let start = DIGIT.exec(text)?.index ?? text.length
  while (start > at && isIn(CHARS.alnum, text, start - 1)) start -= 1
  return start
}

function wordEnd(text: string, at: number): number {
  WORD.lastIndex = at
  return at + (WORD.exec(text)?.[0].length ?? 0)
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
  return writer.view()
}
