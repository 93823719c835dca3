import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { redactSecrets } from '@kvlar/core/readings'
import { jsonType } from './describe-hidden.ts'

/** Items of a list whose types are told; of the others the length of the list says that they were there. */
const ITEMS_MAX = 16

/** Nesting below which an object or list is named but not described. */
const DEPTH_MAX = 8

/** The key names of arguments with the type of each value in its place: `{"path":"string","lines":["number"]}`. */
export function shapeOf(parameters: JsonObject): JsonObject {
  return objectShape(parameters, DEPTH_MAX)
}

function shape(value: JsonValue, depth: number): JsonValue {
  if (typeof value !== 'object' || value === null || depth === 0) return jsonType(value)
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item: JsonValue) => shape(item, depth - 1))
  return objectShape(value as JsonObject, depth)
}

function objectShape(value: JsonObject, depth: number): JsonObject {
  // Keys are the caller's: a null prototype keeps `__proto__` an ordinary one.
  const copy: Record<string, JsonValue> = Object.create(null)
  for (const [key, item] of Object.entries(value)) copy[redactSecrets(key)] = shape(item, depth - 1)
  return copy
}
