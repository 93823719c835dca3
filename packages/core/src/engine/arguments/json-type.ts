import type { JsonValue } from '../../json-value.ts'

export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'list' | 'object'

/** The type of a JSON value, in the words of a message. */
export function jsonType(value: JsonValue): JsonType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'object') return 'object'
  if (typeof value === 'string') return 'string'
  return typeof value === 'number' ? 'number' : 'boolean'
}
