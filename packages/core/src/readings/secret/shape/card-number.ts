import { CHARS } from '../char-sets.ts'
import type { Anchor, Found, SecretText } from '../secret-text.ts'

/**
 * Issuers by the first digits of their numbers and how long those are (ISO/IEC 7812 and what issuers publish). Those
 * of 19 digits are left out where 64-bit integers begin the same.
 */
const ISSUERS: readonly { readonly prefix: RegExp; readonly lengths: readonly number[] }[] = [
  { prefix: /^4/, lengths: [16] },
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^(?:6011|64[4-9]|65)/, lengths: [16] },
  { prefix: /^35(?:2[89]|[3-8])/, lengths: [16] },
  { prefix: /^3(?:0[0-5]|[689])/, lengths: [14] },
  { prefix: /^62/, lengths: [16, 17, 18, 19] },
]

/** A number in one piece, or in the groups that cards print: by fours, 4-6-5, 4-6-4, each with one separator. */
const PIECES =
  /[0-9]{14,19}|[0-9]{4}([ -])[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?:\1[0-9]{3})?|[0-9]{4}([ -])[0-9]{6}\2[0-9]{4,5}/y

/** Two to six, with which the numbers of all issuers above begin. */
const FIRST_DIGITS = ['2', '3', '4', '5', '6']

/**
 * What may stand before a number, `OUTSIDE_ASCII` too: all but letters of ASCII, as in a digest, and digits, which make
 * the number another one.
 */
const BEFORE = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).filter(
  (char) => !/[A-Za-z0-9]/.test(char),
)

/** A digit with what stands before it; the place where a number begins is the second of the two. */
export const CARD_ANCHORS: readonly Anchor[] = FIRST_DIGITS.flatMap((digit) =>
  BEFORE.map((before): Anchor => ({
    text: before + digit,
    read: (source, at, found) => readCard(source, at + 1, found),
  })),
)

/** Reads a number that begins at `at`, for the first character of a text too. */
export function readCard(source: SecretText, at: number, found: Found): void {
  if (!source.isIn(CHARS.digit, at + 3)) return
  const match = source.match(PIECES, at)
  if (match === undefined) return
  const { text } = source
  const end = at + match[0].length
  if (source.isIn(CHARS.alnum, end)) return
  if (isFraction(text, at, end)) return
  const digits = match[0].replace(/[^0-9]/g, '')
  const isIssued = ISSUERS.some(
    ({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits),
  )
  if (isIssued && passesLuhn(digits) && !isInIban(text, at, end)) found('card_number', at, end)
}

/** A whole number and the point or comma behind it; before a comma, the digits of a word are none, as in `base64,`. */
const WHOLE_PART = /[0-9]\.$|(?:^|[^A-Za-z0-9])[0-9]{1,8},$/
const WHOLE_CHARS = 10

/**
 * Whether the digits are part of a decimal number: `0.4111111111111111`. Nothing but zeros behind the number says how a
 * sheet shows it, and a comma behind it parts it from the next cell.
 */
function isFraction(text: string, start: number, end: number): boolean {
  if (/^\.0*[1-9]/.test(text.slice(end, end + WHOLE_CHARS))) return true
  const before = text.slice(Math.max(0, start - WHOLE_CHARS), start)
  return WHOLE_PART.test(before) && (before.endsWith('.') || text[end] !== ',')
}

/** ISO/IEC 7812-1 annex B. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const value = Number(digits[digits.length - 1 - at])
    const doubled = at % 2 === 1 ? value * 2 : value
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

const IBAN_CHARS_MIN = 15
const IBAN_CHARS_MAX = 34
const IBAN = /(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,40}/g

/** Whether the digits belong to an account number with a right check sum (ISO 13616). */
function isInIban(text: string, start: number, end: number): boolean {
  const from = Math.max(0, start - 2 * IBAN_CHARS_MAX)
  for (const { 0: found, index } of text.slice(from, end + 2 * IBAN_CHARS_MAX).matchAll(IBAN)) {
    if (from + index > start || from + index + found.length < end) continue
    if (beginsWithIban(found.replaceAll(' ', ''))) return true
  }
  return false
}

/** Whether some beginning of the text is an account number: its first four characters moved to the end leave 1. */
function beginsWithIban(text: string): boolean {
  const value = (char: string): number => Number.parseInt(char, 36)
  const head = Array.from(text.slice(0, 4), value).join('')
  let rest = 0
  for (let at = 4; at < Math.min(text.length, IBAN_CHARS_MAX); at++) {
    const digits = value(text.charAt(at))
    rest = (rest * (digits < 10 ? 10 : 100) + digits) % 97
    if (at + 1 >= IBAN_CHARS_MIN && (rest * 10 ** head.length + Number(head)) % 97 === 1) return true
  }
  return false
}
