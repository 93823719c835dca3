import { numberChanges } from './number-changes.ts'

const MINUS = 0x2d
const PLUS = 0x2b
const POINT = 0x2e
const ZERO = 0x30
const NINE = 0x39

/** An integer of this many digits is exact, and a decimal of this many comes back from its double (IEEE 754). */
const EXACT_DIGITS = 15

/** Reads one JSON number (RFC 8259 section 6) of a text; the answers are fields because this runs for every number. */
export class NumberScanner {
  readonly #text: string
  value = 0
  /** Offset after the number. */
  end = 0
  /** Whether the double has another value than the text. */
  changes = false
  refusedFor = ''

  constructor(text: string) {
    this.#text = text
  }

  /**
   * Reads the number that begins at `start` with a minus or a digit.
   *
   * @returns false when it is refused; then `end` and `refusedFor` say why
   */
  scan(start: number): boolean {
    const text = this.#text
    const negative = text.charCodeAt(start) === MINUS
    const from = negative ? start + 1 : start
    let whole = 0
    let at = from
    let unit = text.charCodeAt(at)
    while (unit >= ZERO && unit <= NINE) {
      whole = whole * 10 + (unit - ZERO)
      unit = text.charCodeAt(++at)
    }
    const digits = at - from
    if (digits === 0 || (digits > 1 && text.charCodeAt(from) === ZERO)) {
      return this.#refuse(at, 'a number begins with a zero or without a digit')
    }
    if (unit !== POINT && unit !== 0x65 && unit !== 0x45 && digits <= EXACT_DIGITS) {
      this.value = negative ? -whole : whole
      this.end = at
      this.changes = false
      return true
    }
    return this.#scanRest(start, at, digits)
  }

  /** Reads fraction and exponent, or a long integer, whose whole digits end at `from`. */
  #scanRest(start: number, from: number, wholeDigits: number): boolean {
    const text = this.#text
    let at = from
    let digits = wholeDigits
    let scaled = false
    if (text.charCodeAt(at) === POINT) {
      const end = this.#digitsEnd(at + 1)
      if (end === at + 1) return this.#refuse(end, 'a number has no digit after its point')
      digits += end - at - 1
      at = end
    }
    const unit = text.charCodeAt(at)
    if (unit === 0x65 || unit === 0x45) {
      const sign = text.charCodeAt(at + 1)
      const first = sign === PLUS || sign === MINUS ? at + 2 : at + 1
      at = this.#digitsEnd(first)
      if (at === first) return this.#refuse(at, 'a number has no digit in its exponent')
      scaled = true
    }
    const literal = text.slice(start, at)
    this.value = Number(literal)
    this.end = at
    const doubtful = scaled || digits > EXACT_DIGITS
    // Most doubtful numbers were written by a program in the shortest form already.
    this.changes = doubtful && String(this.value) !== literal && numberChanges(literal, this.value)
    return true
  }

  #digitsEnd(from: number): number {
    let at = from
    for (let unit = this.#text.charCodeAt(at); unit >= ZERO && unit <= NINE; unit = this.#text.charCodeAt(at))
      at++
    return at
  }

  #refuse(at: number, reason: string): false {
    this.end = at
    this.refusedFor = reason
    return false
  }
}
