import type { JsonValue } from '../json-value.ts'
import { foldKey } from './fold-key.ts'

/** Keys of one object whose hashes are compared one by one; beyond it the object itself is asked. */
const HASHED_KEYS_MAX = 16

/** An object or array whose end has not been read. Frames are reused, one for each depth. */
export class JsonFrame {
  array: JsonValue[] | undefined
  object: Record<string, JsonValue> | undefined
  /** The member that is being read. */
  key = ''
  #keys = 0
  readonly #hashes: number[] = []
  /** Whether a key holds anything that folds, and whether two keys could fold to the same. */
  #cased = false
  #alike = false

  enter(array: JsonValue[] | undefined, object: Record<string, JsonValue> | undefined): void {
    this.array = array
    this.object = object
    this.key = ''
    this.#keys = 0
    this.#cased = false
    this.#alike = false
  }

  put(value: JsonValue): void {
    if (this.array !== undefined) this.array.push(value)
    else if (this.object !== undefined) this.object[this.key] = value
  }

  /**
   * Begins a member.
   *
   * @param hash equal for keys that are equal when ASCII case is ignored
   * @param cased whether the key holds upper case or a character beyond ASCII
   * @param beyondAscii whether it holds a character beyond ASCII, so that `hash` says nothing of its fold
   * @returns whether the object has this key already
   */
  begin(key: string, { hash, cased, beyondAscii }: KeyTraits): boolean {
    this.key = key
    if (cased) this.#cased = true
    if (beyondAscii) this.#alike = true
    const count = this.#keys++
    let seen = count >= HASHED_KEYS_MAX
    for (let index = 0; !seen && index < count; index++) seen = this.#hashes[index] === hash
    if (count < HASHED_KEYS_MAX) this.#hashes[count] = hash
    if (!seen) return false
    this.#alike = true
    return this.object !== undefined && key in this.object
  }

  /** A key that folds to the same as an earlier one; undefined when there is none. */
  foldedSibling(): string | undefined {
    if (!this.#alike || !this.#cased || this.object === undefined) return undefined
    const seen = new Set<string>()
    for (const key of Object.keys(this.object)) {
      const folded = foldKey(key)
      if (seen.has(folded)) return key
      seen.add(folded)
    }
    return undefined
  }
}

/** What a scan of a key shows on the way. */
export interface KeyTraits {
  readonly hash: number
  readonly cased: boolean
  readonly beyondAscii: boolean
}
