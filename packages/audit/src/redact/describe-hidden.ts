import type { HiddenPart } from '@kvlar/core'
import { isJsonArray, type JsonValue } from '@kvlar/core/json'
import type { HiddenValue } from '../entry/entry.ts'
import { valueDigest } from './value-digest.ts'

/** What an entry says of a value that it does not show, or does not show whole. */
export function describeHidden({ path, value }: HiddenPart, key: Uint8Array): HiddenValue {
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
  return isJsonArray(value) ? value.length : Object.keys(value).length
}

/** The six types of RFC 8259. */
export function jsonType(value: JsonValue): HiddenValue['type'] {
  if (value === null) return 'null'
  if (typeof value === 'object') return isJsonArray(value) ? 'array' : 'object'
  if (typeof value === 'string') return 'string'
  return typeof value === 'number' ? 'number' : 'boolean'
}
