import { LIMITS } from '../limits.ts'
import type { KeyTraits } from './json-frame.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * Keys seen lately, so that the same key of many objects and messages is one string. It is a cache of texts by their
 * hash and changes no answer; the number of places is a power of two.
 */
const KNOWN_KEYS: (string | undefined)[] = Array.from({ length: 256 })

/** Longer keys are not kept. */
const KNOWN_KEY_CHARS_MAX = 32

/**
 * Reads one JSON string (RFC 8259 section 7) of a text. The answers are fields, not a returned object, because this
 * runs once for every text and key of a message.
 */
export class StringScanner implements KeyTraits {
  readonly #text: string
  value = ''
  /** Offset after the closing quote. */
  end = 0
  /** False when the string holds half of a surrogate pair. */
  wellFormed = true
  refusedAt = 0
  refusedFor = ''

  hash = 0
  cased = false
  beyondAscii = false
  /** Whether a key holds a control character: C0, DEL or C1. */
  control = false
  /** Whether a key was written with an escape. */
  escaped = false

  constructor(text: string) {
    this.#text = text
  }

  /**
   * Reads the string whose opening quote is at `start`.
   *
   * @returns false when it is refused; then `refusedAt` and `refusedFor` say why
   */
  scan(start: number): boolean {
    const text = this.#text
    const length = text.length
    let at = start + 1
    while (at < length) {
      const unit = text.charCodeAt(at)
      if (unit === QUOTE) {
        this.value = text.slice(start + 1, at)
        this.end = at + 1
        this.wellFormed = true
        return true
      }
      if (unit < 0x20 || unit === BACKSLASH || (unit >= 0xd800 && unit <= 0xdfff)) break
      at++
    }
    return this.#scanUnusual(start, at)
  }

  /** Reads a key, and what is needed to tell keys apart. */
  scanKey(start: number): boolean {
    const text = this.#text
    const length = text.length
    let hash = 0
    let cased = false
    let at = start + 1
    while (at < length) {
      const unit = text.charCodeAt(at)
      if (unit === QUOTE) {
        this.end = at + 1
        this.wellFormed = true
        this.hash = hash
        this.cased = cased
        this.beyondAscii = false
        this.control = false
        this.escaped = false
        return this.#plainKey(start + 1, at, hash)
      }
      if (unit < 0x20 || unit === BACKSLASH || unit >= 0x7f) break
      if (unit <= 0x5a && unit >= 0x41) cased = true
      hash = (Math.imul(hash, 31) + (unit | 0x20)) | 0
      at++
    }
    if (!this.#scanUnusual(start, at)) return false
    if (this.value.length > LIMITS.jsonKeyCharsMax) return this.#refuse(start, KEY_TOO_LONG)
    this.#describeKey()
    return true
  }

  #plainKey(from: number, to: number, hash: number): boolean {
    const length = to - from
    if (length > KNOWN_KEY_CHARS_MAX) {
      if (length > LIMITS.jsonKeyCharsMax) return this.#refuse(from, KEY_TOO_LONG)
      this.value = this.#text.slice(from, to)
      return true
    }
    const place = (hash ^ (hash >>> 12)) & (KNOWN_KEYS.length - 1)
    const known = KNOWN_KEYS[place]
    if (known?.length === length && this.#text.startsWith(known, from)) {
      this.value = known
      return true
    }
    this.value = this.#text.slice(from, to)
    KNOWN_KEYS[place] = this.value
    return true
  }

  /** From `at` on the string holds an escape, a surrogate, a character beyond ASCII or a fault. */
  #scanUnusual(start: number, from: number): boolean {
    const text = this.#text
    const length = text.length
    let escaped = false
    let at = from
    while (at < length) {
      const unit = text.charCodeAt(at)
      if (unit === QUOTE) {
        const value = escaped ? unescape(text.slice(start, at + 1)) : text.slice(start + 1, at)
        if (value === undefined) return this.#refuse(start, 'a text holds an escape that does not exist')
        this.value = value
        this.end = at + 1
        this.escaped = escaped
        this.wellFormed = value.isWellFormed()
        return true
      }
      if (unit < 0x20) return this.#refuse(at, CONTROL_IN_TEXT)
      if (unit === BACKSLASH) {
        escaped = true
        at++
      }
      at++
    }
    return this.#refuse(start, 'a text does not end')
  }

  #describeKey(): void {
    const key = this.value
    let hash = 0
    this.cased = false
    this.beyondAscii = false
    this.control = false
    for (let at = 0; at < key.length; at++) {
      const unit = key.charCodeAt(at)
      if (unit < 0x20 || (unit >= 0x7f && unit <= 0x9f)) this.control = true
      if (unit > 0x7f) this.beyondAscii = true
      if (unit > 0x7f || (unit >= 0x41 && unit <= 0x5a)) this.cased = true
      hash = (Math.imul(hash, 31) + (unit | 0x20)) | 0
    }
    this.hash = hash
  }

  #refuse(at: number, reason: string): false {
    this.refusedAt = at
    this.refusedFor = reason
    return false
  }
}

export const CONTROL_IN_TEXT = 'a control character stands in a text'
export const KEY_TOO_LONG = `a key is over ${LIMITS.jsonKeyCharsMax} characters`

/** The platform's reader checks and resolves the escapes of one string; its grammar there is RFC 8259's. */
function unescape(quoted: string): string | undefined {
  try {
    const value: unknown = JSON.parse(quoted)
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}
