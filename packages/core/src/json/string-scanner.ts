import { LIMITS } from '../limits.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * Reads one JSON string (RFC 8259 section 7) of a text. The answers are fields, not a returned object, because this
 * runs once for every text and key of a message.
 */
export class StringScanner {
  readonly #text: string
  value = ''
  /** Offset after the closing quote. */
  end = 0
  /** False when the string holds half of a surrogate pair. */
  wellFormed = true
  refusedAt = 0
  refusedFor: 'unfinished' | 'control' | 'escape' | 'long_key' = 'unfinished'

  /** Equal for keys that are equal when ASCII case is ignored. */
  keyHash = 0
  /** Whether a key holds anything that folds: upper case or a character beyond ASCII. */
  keyCased = false
  keyBeyondAscii = false
  /** Whether a key holds a control character: C0, DEL or C1. */
  keyControl = false

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
        if (at - start > LIMITS.jsonKeyCharsMax) return this.#refuse(start, 'long_key')
        this.value = text.slice(start + 1, at)
        this.end = at + 1
        this.wellFormed = true
        this.keyHash = spread(hash)
        this.keyCased = cased
        this.keyBeyondAscii = false
        this.keyControl = false
        return true
      }
      if (unit < 0x20 || unit === BACKSLASH || unit >= 0x7f) break
      if (unit <= 0x5a && unit >= 0x41) cased = true
      hash = (hash * 31 + (unit | 0x20)) | 0
      at++
    }
    if (!this.#scanUnusual(start, at)) return false
    if (this.value.length > LIMITS.jsonKeyCharsMax) return this.#refuse(start, 'long_key')
    this.#describeKey()
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
        if (value === undefined) return this.#refuse(start, 'escape')
        this.value = value
        this.end = at + 1
        this.wellFormed = value.isWellFormed()
        return true
      }
      if (unit < 0x20) return this.#refuse(at, 'control')
      if (unit === BACKSLASH) {
        escaped = true
        at++
      }
      at++
    }
    return this.#refuse(start, 'unfinished')
  }

  #describeKey(): void {
    const key = this.value
    let hash = 0
    this.keyCased = false
    this.keyBeyondAscii = false
    this.keyControl = false
    for (let at = 0; at < key.length; at++) {
      const unit = key.charCodeAt(at)
      if (unit < 0x20 || (unit >= 0x7f && unit <= 0x9f)) this.keyControl = true
      if (unit > 0x7f) this.keyBeyondAscii = true
      if (unit > 0x7f || (unit >= 0x41 && unit <= 0x5a)) this.keyCased = true
      hash = (hash * 31 + (unit | 0x20)) | 0
    }
    this.keyHash = spread(hash)
  }

  #refuse(at: number, reason: StringScanner['refusedFor']): false {
    this.refusedAt = at
    this.refusedFor = reason
    return false
  }
}

/** Mixes the high bits down, as only the low six are used. */
function spread(hash: number): number {
  return hash ^ (hash >>> 6) ^ (hash >>> 15) ^ (hash >>> 24)
}

/** The platform's reader checks and resolves the escapes of one string; its grammar there is RFC 8259's. */
function unescape(quoted: string): string | undefined {
  try {
    const value: unknown = JSON.parse(quoted)
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}
