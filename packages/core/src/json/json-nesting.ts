import type { JsonValue } from '../json-value.ts'
import { JsonFrame } from './json-frame.ts'
import { PATH_SEGMENTS_MAX, type JsonPath } from './json-refusal.ts'

/** The objects and arrays that are open in a reading, and the value that they make up. */
export class JsonNesting {
  /** The whole value, as far as it has been read. */
  value: JsonValue = null
  depth = 0
  /** The innermost one that is open. */
  frame: JsonFrame | undefined
  /** Frames by depth; those above `depth` are there to be used again. */
  readonly #frames: JsonFrame[] = []

  /** Puts a value that is complete into what is open. */
  put(value: JsonValue): void {
    if (this.frame === undefined) this.value = value
    else this.frame.put(value)
  }

  /** Opens one of the two where the other is undefined. */
  open(array: JsonValue[] | undefined, object: Record<string, JsonValue> | undefined): void {
    this.put(array ?? object ?? null)
    this.frame = this.#frames[++this.depth] ??= new JsonFrame()
    this.frame.enter(array, object)
  }

  close(): void {
    this.depth--
    this.frame = this.depth === 0 ? undefined : this.#frames[this.depth]
  }

  path(): JsonPath {
    const depth = Math.min(this.depth, PATH_SEGMENTS_MAX)
    return this.#frames.slice(1, depth + 1).map(({ array, key }, index) => {
      if (array === undefined) return key
      // An array around what is open holds the element that the path goes through already.
      return index + 1 < this.depth ? array.length - 1 : array.length
    })
  }
}
