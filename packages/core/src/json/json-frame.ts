import type { JsonValue } from '../json-value.ts'
import { foldKey } from './fold-key.ts'

/** Keys of one object whose hashes are compared one by one; beyond it the object itself is asked. */
const HASHED_KEYS_MAX = 16

/** What a scan of a key shows on the way. */
export interface KeyTraits {
  /** Equal for keys that are equal when ASCII case is ignored. */
  readonly hash: number
  /** Whether it holds anything that folds: upper case or a character beyond ASCII. */
  readonly cased: boolean
  /** Whether it holds a character beyond ASCII, so that `hash` says nothing of its fold. */
  readonly beyondAscii: boolean
}

/** How a key stands to the earlier ones of its object. */
export type KeyStanding = 'new' | 'repeated' | 'folded'

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
  /** The folds of all keys, from the moment that two could be equal. */
  #folds: Set<string> | undefined

  enter(array: JsonValue[] | undefined, object: Record<string, JsonValue> | undefined): void {
    this.array = array
    this.object = object
    this.key = ''
    this.#keys = 0
    this.#cased = false
    this.#alike = false
    this.#folds = undefined
  }

  put(value: JsonValue): void {
    if (this.array !== undefined) this.array.push(value)
    else if (this.object !== undefined) this.object[this.key] = value
  }

  /** Begins a member: `repeated` when the object has this key already, `folded` when it has one that folds to it. */
  begin(key: string, { hash, cased, beyondAscii }: KeyTraits): KeyStanding {
    this.key = key
    if (cased) this.#cased = true
    if (beyondAscii) this.#alike = true
    const count = this.#keys++
    let seen = count >= HASHED_KEYS_MAX
    for (let index = 0; !seen && index < count; index++) seen = this.#hashes[index] === hash
    if (count < HASHED_KEYS_MAX) this.#hashes[count] = hash
    if (seen && this.object !== undefined && key in this.object) return 'repeated'
    if (seen) this.#alike = true
    return this.#alike && this.#cased && this.#foldsToEarlier(key) ? 'folded' : 'new'
  }

  #foldsToEarlier(key: string): boolean {
    this.#folds ??= new Set(Object.keys(this.object ?? {}).map(foldKey))
    const folded = foldKey(key)
    if (this.#folds.has(folded)) return true
    this.#folds.add(folded)
    return false
  }
}
