import type { JsonValue } from '../json-value.ts'
import { LIMITS } from '../limits.ts'
import { JsonFindings, type JsonFindingKind } from './json-finding.ts'
import { JsonNesting } from './json-nesting.ts'
import { misplaced, printableKey, type JsonRefusal, type JsonRefusalCode } from './json-refusal.ts'
import { NumberScanner } from './number-scanner.ts'
import type { ReadJsonAnswer, ReadJsonOptions } from './read-json.ts'
import { CONTROL_IN_TEXT, KEY_TOO_LONG, StringScanner } from './string-scanner.ts'

/** What the grammar allows next. */
const VALUE = 0
const VALUE_OR_CLOSE = 1
const KEY = 2
const KEY_OR_CLOSE = 3
const COLON = 4
const COMMA_OR_CLOSE = 5
const NOTHING = 6

const QUOTE = 0x22

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
  readonly #numbers: NumberScanner
  readonly #findings = new JsonFindings(LIMITS.jsonFindingsMax)
  readonly #nesting = new JsonNesting()
  #expect = VALUE
  #at = 0
  #containers = 0
  #escapedKeys = false
  #refusal: JsonRefusal | undefined

  constructor(text: string, options: ReadJsonOptions = {}) {
    this.#text = text
    this.#depthMax = options.depthMax ?? LIMITS.jsonDepthMax
    this.#deepOver = options.deepOver ?? this.#depthMax
    this.#multiline = options.multiline ?? false
    this.#strings = new StringScanner(text)
    this.#numbers = new NumberScanner(text)
  }

  /**
   * Reads on until the text ends, is refused, or about `offset` is reached (one token is never split).
   *
   * @param offset in UTF-16 code units from the beginning of the text
   * @returns whether there is nothing left to read
   */
  advance(offset: number): boolean {
    const text = this.#text
    const stop = Math.min(offset, text.length)
    while (this.#refusal === undefined && this.#at < stop) {
      const unit = text.charCodeAt(this.#at)
      if (unit === 0x20 || unit === 0x09) this.#at++
      else if (!this.#takes(unit)) this.#closeOrRefuse(unit)
    }
    return this.#refusal !== undefined || this.#at >= text.length
  }

  /** The offset up to which the text has been read. */
  get offset(): number {
    return this.#at
  }

  /** The value, once `advance` has said true. */
  finish(): ReadJsonAnswer {
    if (this.#refusal === undefined && this.#expect !== NOTHING) {
      this.#refuse(
        'JSON_SYNTAX',
        this.#text === '' ? 'there is nothing to read' : 'the text ends within a value',
      )
    }
    if (this.#refusal !== undefined) return { ok: false, refusal: this.#refusal }
    const { list: findings, omitted: findingsOmitted } = this.#findings
    return { ok: true, value: this.#nesting.value, findings, findingsOmitted, escapedKeys: this.#escapedKeys }
  }

  /** Reads the token that begins here, if the grammar allows it; closing brackets are left to `#closeOrRefuse`. */
  #takes(unit: number): boolean {
    switch (this.#expect) {
      case COMMA_OR_CLOSE:
        if (unit !== 0x2c) return false
        this.#at++
        this.#expect = this.#nesting.frame?.array === undefined ? KEY : VALUE
        return true
      case COLON:
        if (unit !== 0x3a) return false
        this.#at++
        this.#expect = VALUE
        return true
      case KEY:
      case KEY_OR_CLOSE:
        if (unit !== QUOTE) return false
        this.#key()
        return true
      case VALUE:
      case VALUE_OR_CLOSE:
        return this.#startsValue(unit)
    }
    return false
  }

  #startsValue(unit: number): boolean {
    if (unit === QUOTE) this.#string()
    else if (unit === 0x2d || (unit >= 0x30 && unit <= 0x39)) this.#number()
    // A null prototype set on a new literal keeps V8's fast layout, which `Object.create(null)` has not.
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
    if (!strings.scanKey(this.#at)) {
      this.#refuseString()
      return
    }
    const key = strings.value
    const standing = this.#nesting.frame?.begin(key, strings)
    if (strings.control) {
      this.#refuse('JSON_KEY_CONTROL_CHARACTER', 'a key holds a control character')
    } else if (standing === 'repeated') {
      this.#refuse('JSON_DUPLICATE_KEY', `the key \`${printableKey(key)}\` occurs twice in one object`)
    } else {
      if (standing === 'folded') this.#find('folded_siblings')
      if (!strings.wellFormed) this.#find('lone_surrogate')
      if (strings.escaped) this.#escapedKeys = true
      this.#at = strings.end
      this.#expect = COLON
    }
  }

  #refuseString(): void {
    const { refusedAt, refusedFor } = this.#strings
    this.#at = refusedAt
    if (refusedFor === CONTROL_IN_TEXT) this.#refuse('JSON_CONTROL_CHARACTER', refusedFor)
    else this.#refuse(refusedFor === KEY_TOO_LONG ? 'JSON_TOO_LARGE' : 'JSON_SYNTAX', refusedFor)
  }

  #number(): void {
    const numbers = this.#numbers
    const start = this.#at
    if (!numbers.scan(start)) {
      this.#at = numbers.end
      this.#refuse('JSON_SYNTAX', numbers.refusedFor)
      return
    }
    const { value, end } = numbers
    if (numbers.changes) this.#find('number_changes')
    if (
      this.#nesting.depth === 1 &&
      this.#nesting.frame?.array === undefined &&
      this.#text.slice(start, end) !== String(value)
    ) {
      this.#find('number_form')
    }
    this.#at = end
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

  #open(array: JsonValue[], object: undefined): void
  #open(array: undefined, object: Record<string, JsonValue>): void
  #open(array: JsonValue[] | undefined, object: Record<string, JsonValue> | undefined): void {
    const depth = this.#nesting.depth + 1
    if (depth > this.#depthMax) {
      this.#refuse('JSON_TOO_DEEP', `nesting is over ${this.#depthMax} levels`)
      return
    }
    if (depth > this.#deepOver) this.#find('deep')
    if (++this.#containers > LIMITS.jsonContainersMax) {
      this.#refuse('JSON_TOO_LARGE', `there are over ${LIMITS.jsonContainersMax} objects and arrays`)
      return
    }
    this.#nesting.open(array, object)
    this.#at++
    this.#expect = array === undefined ? KEY_OR_CLOSE : VALUE_OR_CLOSE
  }

  #closeOrRefuse(unit: number): void {
    const { frame } = this.#nesting
    const expect = this.#expect
    const may = expect === COMMA_OR_CLOSE || expect === VALUE_OR_CLOSE || expect === KEY_OR_CLOSE
    if (frame === undefined || !may || unit !== (frame.array === undefined ? 0x7d : 0x5d)) {
      this.#refuseUnit(unit)
      return
    }
    this.#at++
    this.#nesting.close()
    this.#expect = this.#nesting.depth === 0 ? NOTHING : COMMA_OR_CLOSE
  }

  #refuseUnit(unit: number): void {
    if (this.#multiline && (unit === 0x0a || unit === 0x0d)) {
      this.#at++
      return
    }
    const { code, message } = misplaced(unit, this.#expect === NOTHING)
    this.#refuse(code, message)
  }

  #place(value: JsonValue): void {
    this.#nesting.put(value)
    this.#expect = this.#nesting.depth === 0 ? NOTHING : COMMA_OR_CLOSE
  }

  #find(kind: JsonFindingKind): void {
    this.#findings.add(kind, this.#nesting.path(), this.#at)
  }

  #refuse(code: JsonRefusalCode, message: string): void {
    this.#refusal ??= { code, message, offset: this.#at, path: this.#nesting.path() }
  }
}
