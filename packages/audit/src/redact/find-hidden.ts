import type { JsonObject, JsonValue, Redactor } from '@kvlar/core'
import type { HiddenValue } from '../entry/entry.ts'
import { LIMITS } from '../limits.ts'
import { valueDigest } from './value-digest.ts'

/**
 * Every value that a redactor hides, outermost first and each once; at most `LIMITS.hiddenMax`, in the order of the
 * arguments. The digest of all arguments covers the rest.
 */
export function findHidden(parameters: JsonObject, redactor: Redactor, key: Uint8Array): HiddenValue[] {
  const found: HiddenValue[] = []
  const visit = (value: JsonValue, path: readonly (string | number)[], names: readonly string[]): void => {
    if (typeof value !== 'object' || value === null) return
    if (isArray(value)) {
      for (const [at, item] of value.entries()) visit(item, [...path, at], names)
      return
    }
    for (const [name, item] of Object.entries(value)) {
      const here = [...names, name]
      const place = [...path, name]
      if (!redactor.hides(here)) visit(item, place, here)
      else if (found.length < LIMITS.hiddenMax) found.push(describe(item, place, key))
    }
  }
  visit(parameters, [], [])
  return found
}

function describe(value: JsonValue, path: readonly (string | number)[], key: Uint8Array): HiddenValue {
  const length = lengthOf(value)
  return {
    path,
    type: jsonType(value),
    ...(length === undefined ? {} : { length }),
    digest: valueDigest(key, value),
  }
}

function lengthOf(value: JsonValue): number | undefined {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return undefined
  return isArray(value) ? value.length : Object.keys(value).length
}

/** The six types of RFC 8259. */
export function jsonType(value: JsonValue): HiddenValue['type'] {
  if (value === null) return 'null'
  if (typeof value === 'object') return isArray(value) ? 'array' : 'object'
  if (typeof value === 'string') return 'string'
  return typeof value === 'number' ? 'number' : 'boolean'
}

/** `Array.isArray` does not narrow readonly arrays. */
function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}
