import type { JsonObject, JsonValue } from '../json-value.ts'
import { LIMITS } from '../limits.ts'
import { foldKey } from './fold-key.ts'
import { JsonFindings, type JsonFindingKind } from './json-finding.ts'
import { PATH_SEGMENTS_MAX, type JsonPath, type JsonRefusal, type JsonRefusalCode } from './json-refusal.ts'
import { numberChanges } from './number-changes.ts'
import type { ReadJsonAnswer, ReadJsonOptions } from './read-json.ts'
import { StringScanner } from './string-scanner.ts'

/** What the grammar allows next. */
const VALUE = 0
const VALUE_OR_CLOSE = 1
const KEY = 2
const KEY_OR_CLOSE = 3
const COLON = 4
const COMMA_OR_CLOSE = 5
const NOTHING = 6

const QUOTE = 0x22
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const NINE = 0x39

/** An integer of this many digits is exact, and a decimal of this many comes back from its double (IEEE 754). */
const EXACT_DIGITS = 15

/** An object or array whose end has not been read. */
interface Frame {
  readonly array: JsonValue[] | undefined
  readonly object: Record<string, JsonValue> | undefined
  /** The member that is being read. */
  key: string
  /** Which of 64 hash classes its keys have used; see `StringScanner.keyHash`. */
  used0: number
  used1: number
  /** Whether two keys could be equal: some share a class, and some are not plain lower case. */
  collides: boolean
  cased: boolean
}

/**
 * A reading in progress, so that a long text can be read in slices between which the event loop turns:
 * `advance` until it says true, then `finish`.
 */
export class JsonReading {
  readonly #text: string
  readonly #depthMax: number
  readonly #deepOver: number
  readonly #multiline: boolean
  readonly #strings: StringScanner
  readonly #findings = new JsonFindings(LIMITS.jsonFindingsMax)
  readonly #frames: Frame[] = []
  #frame: Frame | undefined
  #expect = VALUE
  #at = 0
  #containers = 0
  #value: JsonValue = null
  #refusal: JsonRefusal | undefined

  constructor(text: string, options: ReadJsonOptions = {}) {
    this.#text = text
    this.#depthMax = options.depthMax ?? LIMITS.jsonDepthMax
    this.#deepOver = options.deepOver ?? this.#depthMax
    this.#multiline = options.multiline ?? false
    this.#strings = new StringScanner(text)
  }

  /**
   * Reads on until the text ends, is refused, or about `offset` is reached (one token is never split).
   *
   * @returns whether there is nothing left to read
   */
  advance(offset: number): boolean {
    const text = this.#text
    const stop = Math.min(offset, text.length)
    while (this.#refusal === undefined && this.#at < stop) {
      const unit = text.charCodeAt(this.#at)
      if (unit === 0x20 || unit === 0x09) {
        this.#at++
        continue
      }
      this.#token(unit)
    }
    return this.#refusal !== undefined || this.#at >= text.length
  }

  /** The value, once `advance` has said true. */
  finish(): ReadJsonAnswer {
    if (this.#refusal === undefined && this.#expect !== NOTHING) {
      this.#refuse('JSON_SYNTAX', this.#text === '' ? 'nothing to read' : 'the text ends within a value')
    }
    if (this.#refusal !== undefined) return { ok: false, refusal: this.#refusal }
    return {
      ok: true,
      value: this.#value,
      findings: this.#findings.list,
      findingsOmitted: this.#findings.omitted,
    }
  }

  #token(unit: number): void {
    switch (this.#expect) {
      case COMMA_OR_CLOSE:
        if (unit === 0x2c) {
          this.#at++
          this.#expect = this.#frame?.array === undefined ? KEY : VALUE
          return
        }
        break
      case COLON:
        if (unit === 0x3a) {
          this.#at++
          this.#expect = VALUE
          return
        }
        break
      case KEY:
      case KEY_OR_CLOSE:
        if (unit === QUOTE) {
          this.#key()
          return
        }
        break
      case VALUE:
      case VALUE_OR_CLOSE:
        if (this.#startsValue(unit)) return
        break
    }
    this.#closeOrRefuse(unit)
  }

  #startsValue(unit: number): boolean {
    if (unit === QUOTE) this.#string()
    else if (unit === MINUS || (unit >= ZERO && unit <= NINE)) this.#number(unit)
    else if (unit === 0x7b) this.#open(undefined, Object.setPrototypeOf({}, null))
    else if (unit === 0x5b) this.#open([], undefined)
    else if (unit === 0x74) this.#word('true', true)
    else if (unit === 0x66) this.#word('false', false)
    else if (unit === 0x6e) this.#word('null', null)
    else return false
    return true
  }

  #string(): void {
    const strings = this.#strings
    if (!strings.scan(this.#at)) {
      this.#refuseString()
      return
    }
    if (!strings.wellFormed) this.#find('lone_surrogate')
    this.#at = strings.end
    this.#place(strings.value)
  }

  #key(): void {
    const strings = this.#strings
    const frame = this.#frame
    if (!strings.scanKey(this.#at) || frame?.object === undefined) {
      this.#refuseString()
      return
    }
    const key = strings.value
    frame.key = key
    if (strings.keyControl) {
      this.#refuse('JSON_KEY_CONTROL_CHARACTER', 'a key holds a control character')
      return
    }
    if (!strings.wellFormed) this.#find('lone_surrogate')
    const bit = 1 << (strings.keyHash & 31)
    const taken = (strings.keyHash & 32) === 0 ? frame.used0 & bit : frame.used1 & bit
    if (taken !== 0) {
      if (key in frame.object) {
        this.#refuse('JSON_DUPLICATE_KEY', `the key \`${printable(key)}\` occurs twice in one object`)
        return
      }
      frame.collides = true
    }
    if ((strings.keyHash & 32) === 0) frame.used0 |= bit
    else frame.used1 |= bit
    if (strings.keyCased) frame.cased = true
    if (strings.keyBeyondAscii) frame.collides = true
    this.#at = strings.end
    this.#expect = COLON
  }

  #refuseString(): void {
    const { refusedAt, refusedFor } = this.#strings
    this.#at = refusedAt
    if (refusedFor === 'control')
      this.#refuse('JSON_CONTROL_CHARACTER', 'a control character stands in a text')
    else if (refusedFor === 'escape')
      this.#refuse('JSON_SYNTAX', 'a text holds an escape that does not exist')
    else if (refusedFor === 'long_key')
      this.#refuse('JSON_TOO_LARGE', `a key is over ${LIMITS.jsonKeyCharsMax} characters`)
    else this.#refuse('JSON_SYNTAX', 'a text does not end')
  }

  #number(first: number): void {
    const text = this.#text
    const start = this.#at
    let at = first === MINUS ? start + 1 : start
    const digitsFrom = at
    let whole = 0
    let unit = text.charCodeAt(at)
    while (unit >= ZERO && unit <= NINE) {
      whole = whole * 10 + (unit - ZERO)
      unit = text.charCodeAt(++at)
    }
    let digits = at - digitsFrom
    if (digits === 0 || (digits > 1 && text.charCodeAt(digitsFrom) === ZERO)) {
      this.#refuse('JSON_SYNTAX', 'a number begins with a zero or without a digit')
      return
    }
    const plain = unit !== POINT && unit !== 0x65 && unit !== 0x45
    let exponent = false
    if (unit === POINT) {
      const from = at + 1
      do unit = text.charCodeAt(++at)
      while (unit >= ZERO && unit <= NINE)
      digits += at - from
      if (at === from) {
        this.#refuse('JSON_SYNTAX', 'a number has no digit after its point')
        return
      }
    }
    if (unit === 0x65 || unit === 0x45) {
      exponent = true
      unit = text.charCodeAt(++at)
      if (unit === 0x2b || unit === MINUS) unit = text.charCodeAt(++at)
      const from = at
      while (unit >= ZERO && unit <= NINE) unit = text.charCodeAt(++at)
      if (at === from) {
        this.#refuse('JSON_SYNTAX', 'a number has no digit in its exponent')
        return
      }
    }
    let value: number
    if (plain && digits <= EXACT_DIGITS) {
      value = first === MINUS ? -whole : whole
    } else {
      const literal = text.slice(start, at)
      value = Number(literal)
      if ((exponent || digits > EXACT_DIGITS) && numberChanges(literal, value)) this.#find('number_changes')
    }
    if (this.#frames.length === 0 && this.#frame !== undefined && text.slice(start, at) !== String(value)) {
      this.#find('number_form')
    }
    this.#at = at
    this.#place(value)
  }

  #word(word: string, value: JsonValue): void {
    if (!this.#text.startsWith(word, this.#at)) {
      this.#refuse('JSON_SYNTAX', 'neither a value nor a key begins here')
      return
    }
    this.#at += word.length
    this.#place(value)
  }

  #open(array: JsonValue[] | undefined, object: Record<string, JsonValue> | undefined): void {
    const depth = this.#frame === undefined ? 1 : this.#frames.length + 2
    if (depth > this.#depthMax) {
      this.#refuse('JSON_TOO_DEEP', `nesting is over ${this.#depthMax} levels`)
      return
    }
    if (depth > this.#deepOver) this.#find('deep')
    if (++this.#containers > LIMITS.jsonContainersMax) {
      this.#refuse('JSON_TOO_LARGE', `there are over ${LIMITS.jsonContainersMax} objects and arrays`)
      return
    }
    this.#attach(array ?? (object as JsonObject))
    if (this.#frame !== undefined) this.#frames.push(this.#frame)
    this.#frame = { array, object, key: '', used0: 0, used1: 0, collides: false, cased: false }
    this.#at++
    this.#expect = array === undefined ? KEY_OR_CLOSE : VALUE_OR_CLOSE
  }

  #closeOrRefuse(unit: number): void {
    const frame = this.#frame
    const expect = this.#expect
    const may = expect === COMMA_OR_CLOSE || expect === VALUE_OR_CLOSE || expect === KEY_OR_CLOSE
    if (frame === undefined || !may || unit !== (frame.array === undefined ? 0x7d : 0x5d)) {
      this.#refuseUnit(unit)
      return
    }
    if (frame.collides && frame.cased) this.#findFolded(frame)
    this.#at++
    this.#frame = this.#frames.pop()
    this.#expect = this.#frame === undefined ? NOTHING : COMMA_OR_CLOSE
  }

  #refuseUnit(unit: number): void {
    if (unit === 0x0a || unit === 0x0d) {
      if (this.#multiline) {
        this.#at++
        return
      }
      this.#refuse('JSON_CONTROL_CHARACTER', 'a line break stands between tokens')
    } else if (unit < 0x20 || (unit >= 0x7f && unit <= 0x9f)) {
      this.#refuse('JSON_CONTROL_CHARACTER', 'a control character stands between tokens')
    } else if (unit === 0xfeff) {
      this.#refuse('JSON_BYTE_ORDER_MARK', 'a byte order mark stands between tokens')
    } else if (this.#expect === NOTHING) {
      this.#refuse('JSON_TRAILING_DATA', 'something follows the value')
    } else {
      this.#refuse('JSON_SYNTAX', 'neither a value nor a key begins here')
    }
  }

  #findFolded(frame: Frame): void {
    const seen = new Set<string>()
    for (const key of Object.keys(frame.object ?? {})) {
      const folded = foldKey(key)
      if (seen.has(folded)) {
        frame.key = key
        this.#find('folded_siblings')
        return
      }
      seen.add(folded)
    }
  }

  /** Puts a value that is complete into what is open. */
  #place(value: JsonValue): void {
    this.#attach(value)
    this.#expect = this.#frame === undefined ? NOTHING : COMMA_OR_CLOSE
  }

  #attach(value: JsonValue): void {
    const frame = this.#frame
    if (frame === undefined) this.#value = value
    else if (frame.array !== undefined) frame.array.push(value)
    else if (frame.object !== undefined) frame.object[frame.key] = value
  }

  #find(kind: JsonFindingKind): void {
    this.#findings.add(kind, this.#path(), this.#at)
  }

  #refuse(code: JsonRefusalCode, message: string): void {
    this.#refusal ??= { code, message, offset: this.#at, path: this.#path() }
  }

  #path(): JsonPath {
    const outer = this.#frames.slice(0, PATH_SEGMENTS_MAX)
    if (outer.length < PATH_SEGMENTS_MAX && this.#frame !== undefined) outer.push(this.#frame)
    return outer.map((frame, index) => {
      if (frame.array === undefined) return frame.key
      // An array that is open further in already holds the element that the path goes through.
      return index < this.#frames.length ? frame.array.length - 1 : frame.array.length
    })
  }
}

const PRINTED_CHARS_MAX = 64

/** A key as messages show it: bounded, quoted as JSON, so that it cannot be taken for part of the message. */
function printable(key: string): string {
  const cut = key.length > PRINTED_CHARS_MAX ? `${key.slice(0, PRINTED_CHARS_MAX)}…` : key
  return JSON.stringify(cut).slice(1, -1)
}
