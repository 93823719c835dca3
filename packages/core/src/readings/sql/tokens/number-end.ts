import { ASCII_CLASS, DIGIT } from './ascii-class.ts'

const DOT = 0x2e
const PLUS = 0x2b
const MINUS = 0x2d
const SMALL_E = 0x65
/** What a small letter has and a capital one has not. */
const CASE_BIT = 0x20

/** Where a number ends that begins at a place, with digits or with its point: `12`, `1.5`, `.5`, `1e-3`. */
export function numberEnd(text: string, at: number): number {
  const whole = digitsEnd(text, at)
  const isDecimal = text.charCodeAt(whole) === DOT && isDigit(text, whole + 1)
  const end = isDecimal ? digitsEnd(text, whole + 1) : whole
  if ((text.charCodeAt(end) | CASE_BIT) !== SMALL_E) return end
  const unit = text.charCodeAt(end + 1)
  const power = unit === PLUS || unit === MINUS ? end + 2 : end + 1
  return isDigit(text, power) ? digitsEnd(text, power) : end
}

function isDigit(text: string, at: number): boolean {
  return ASCII_CLASS[text.charCodeAt(at)] === DIGIT
}

function digitsEnd(text: string, from: number): number {
  let end = from
  while (isDigit(text, end)) end += 1
  return end
}
