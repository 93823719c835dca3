import { LIMITS } from '../limits.ts'
import { itemPath, keyPath, type MapEntry, type Node, type Place } from './node.ts'
import { readPlainScalar } from './read-plain-scalar.ts'
import type { Report } from './report.ts'

/** Where the key and the value of a path stand; for objects built in code, nowhere. */
export type Locate = (path: string) => { readonly key: Place; readonly value: Place }

const NOWHERE: Locate = (path) => {
  const place = { start: -1, end: -1, path }
  return { key: place, value: place }
}

/**
 * Copies a value built in code, each property once. Refused: what JSON does not have (`undefined` too: left out it
 * could turn a rule into one that matches everything), accessors, symbols, instances of classes, cycles.
 */
export function readObjectDocument(
  value: unknown,
  report: Report,
  locate: Locate = NOWHERE,
): Node | undefined {
  return new ObjectConverter(report, locate).convert(value, '', 0)
}

class ObjectConverter {
  readonly #report: Report
  readonly #locate: Locate
  readonly #open = new Set<object>()
  #budget: number = LIMITS.documentNodesMax

  constructor(report: Report, locate: Locate) {
    this.#report = report
    this.#locate = locate
  }

  convert(value: unknown, path: string, depth: number): Node | undefined {
    const place = this.#locate(path).value
    this.#budget -= 1
    if (this.#budget === -1)
      this.#report.shared('TOO_LARGE', place, 'the object holds too many values; refusing it')
    if (this.#budget < 0) return undefined
    if (depth > LIMITS.documentDepthMax)
      return this.#report.shared('TOO_LARGE', place, `nesting is over ${LIMITS.documentDepthMax} levels`)
    if (typeof value !== 'object' || value === null) return readPlainScalar(value, place, this.#report)
    if (this.#open.has(value)) return this.#report.shared('WRONG_TYPE', place, 'the value contains itself')
    this.#open.add(value)
    const converted = Array.isArray(value) ? this.#list(value, place, depth) : this.#map(value, place, depth)
    this.#open.delete(value)
    return converted
  }

  #list(list: readonly unknown[], place: Place, depth: number): Node | undefined {
    const items: Node[] = []
    const length = list.length
    for (let index = 0; index < length && this.#budget >= 0; index += 1) {
      const path = itemPath(place.path, index)
      const found = this.#property(list, String(index), path)
      const item = found === undefined ? undefined : this.convert(found.value, path, depth + 1)
      if (item !== undefined) items.push(item)
    }
    return items.length === length ? { kind: 'list', items, place } : undefined
  }

  #map(object: object, place: Place, depth: number): Node | undefined {
    const prototype: unknown = Object.getPrototypeOf(object)
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      return this.#report.shared(
        'WRONG_TYPE',
        place,
        isDate(object)
          ? 'the value is a date or a time; write it as text, in quotes'
          : 'the value is an instance of a class; write plain values',
      )
    const entries = new Map<string, MapEntry>()
    const keys = Reflect.ownKeys(object)
    for (const key of keys) {
      if (this.#budget < 0) return undefined
      if (typeof key !== 'string' || !key.isWellFormed()) {
        this.#report.shared('BAD_KEY', place, 'a key is a symbol or not well-formed text; refusing the map')
        continue
      }
      const path = keyPath(place.path, key)
      const found = this.#property(object, key, path)
      const value = found === undefined ? undefined : this.convert(found.value, path, depth + 1)
      if (value !== undefined) entries.set(key, { keyPlace: this.#locate(path).key, value })
    }
    return entries.size === keys.length ? { kind: 'map', entries, place } : undefined
  }

  #property(object: object, key: string, path: string): { readonly value: unknown } | undefined {
    const descriptor = Object.getOwnPropertyDescriptor(object, key)
    if (descriptor !== undefined && 'value' in descriptor && descriptor.enumerable === true)
      return { value: descriptor.value }
    return this.#report.shared(
      'WRONG_TYPE',
      this.#locate(path).value,
      'the value is missing, hidden or computed; write plain values',
    )
  }
}

/** Whether it is what TOML reads dates and times as, bare ones included. */
function isDate(object: object): boolean {
  return Object.prototype.toString.call(object) === '[object Date]'
}
