import { canonicalJson, readJson, type JsonValue } from '@kvlar/core/json'
import { InvalidArguments } from '../errors/invalid-arguments.ts'
import { LIMITS } from '../limits.ts'
import { placeText } from './place-text.ts'

/**
 * A deep-frozen copy of a value that is JSON with exactly one reading, and that nobody else holds. No getter is called
 * and no `toJSON`. A member that is `undefined` counts as absent.
 *
 * @throws InvalidArguments `KVLAR_ARGUMENTS_NOT_JSON`
 */
export function frozenJson(value: unknown): JsonValue {
  let copy: JsonValue
  try {
    copy = new Copying().copy(value, [])
  } catch (error) {
    if (error instanceof InvalidArguments) throw error
    // A proxy that throws; what it throws may quote the arguments.
    throw refused([], 'cannot be read')
  }
  readStrictly(copy)
  return copy
}

/** INVARIANT: what the strict reader of messages refuses is refused here too. */
function readStrictly(value: JsonValue): void {
  let text: string
  try {
    text = canonicalJson(value)
  } catch {
    throw refused([], 'hold a text with a lone surrogate')
  }
  const read = readJson(text, { depthMax: LIMITS.argumentsDepthMax })
  if (!read.ok) throw refused(read.refusal.path, `cannot be read strictly (${read.refusal.code})`)
  const [finding] = read.findings
  if (finding !== undefined || read.findingsOmitted)
    throw refused(
      finding?.path ?? [],
      `cannot be read in one way (${finding?.kind ?? 'more than one finding'})`,
    )
}

type Path = readonly (string | number)[]

class Copying {
  #values = 0
  #chars = 0

  copy(value: unknown, at: Path): JsonValue {
    // A value that stands in many places is copied as often, so both bounds are on the copy.
    this.#values += 1
    if (this.#values > LIMITS.argumentValuesMax) throw refused(at, 'is one value too many')
    if (at.length > LIMITS.argumentsDepthMax) throw refused(at, 'is nested too deep, or in a cycle')
    switch (typeof value) {
      case 'boolean':
        return value
      case 'string':
        return this.#text(value, at)
      case 'number':
        if (!Number.isFinite(value)) throw refused(at, 'is a number that JSON does not have')
        // There is one zero in JSON.
        return value === 0 ? 0 : value
      case 'object':
        if (value === null) return null
        return Array.isArray(value) ? this.#array(value, at) : this.#object(value, at)
      case 'undefined':
      case 'bigint':
      case 'symbol':
      case 'function':
        throw refused(at, `is of type \`${typeof value}\`, which is not JSON`)
    }
  }

  #text(text: string, at: Path): string {
    this.#chars += text.length
    if (this.#chars > LIMITS.argumentsCharsMax) throw refused(at, 'is one text too many')
    return text
  }

  #array(array: readonly unknown[], at: Path): JsonValue {
    if (!isPlainArray(array)) throw refused(at, 'is an instance of a class')
    if (array.length > LIMITS.argumentValuesMax) throw refused(at, 'has too many items')
    // The length is a key of its own.
    if (Reflect.ownKeys(array).length !== array.length + 1)
      throw refused(at, 'has holes, or keys beside its items')
    const items: JsonValue[] = []
    for (let index = 0; index < array.length; index += 1)
      items.push(this.copy(ownValue(array, String(index), [...at, index]), [...at, index]))
    return Object.freeze(items)
  }

  #object(object: object, at: Path): JsonValue {
    if (!isPlainObject(object)) throw refused(at, 'is an instance of a class')
    const members: Record<string, JsonValue> = {}
    for (const key of Reflect.ownKeys(object)) {
      if (typeof key === 'symbol') throw refused(at, 'has a symbol as a key')
      const place = [...at, key]
      // The one key that is not an ordinary one where the function reads it.
      if (key === '__proto__') throw refused(place, 'is a key that changes what an object is')
      const value = ownValue(object, key, place)
      if (value === undefined) continue
      members[this.#text(key, place)] = this.copy(value, place)
    }
    return Object.freeze(members)
  }
}

/** The value of an ordinary property: a getter could answer otherwise the next time, and a hidden key is not seen. */
function ownValue(object: object, key: string, at: Path): unknown {
  const property = Object.getOwnPropertyDescriptor(object, key)
  if (property === undefined || !('value' in property)) throw refused(at, 'is read through a getter')
  if (property.enumerable !== true) throw refused(at, 'is not enumerable')
  return property.value as unknown
}

/** Null prototype, or the root prototype of any realm. */
function isPlainObject(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** The array prototype of any realm. */
function isPlainArray(array: readonly unknown[]): boolean {
  const prototype: unknown = Object.getPrototypeOf(array)
  return Array.isArray(prototype) && isPlainObject(Object.getPrototypeOf(prototype) as object)
}

function refused(at: Path, what: string): InvalidArguments {
  const place = placeText(at)
  return new InvalidArguments(
    'KVLAR_ARGUMENTS_NOT_JSON',
    `\`${place}\` ${what}; the call is refused and has not run`,
    [place],
  )
}
