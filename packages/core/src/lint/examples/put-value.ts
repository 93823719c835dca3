import type { JsonArray, JsonObject, JsonValue } from '../../json-value.ts'
import { isJsonArray, isJsonObject } from '../../json/json-shape.ts'
import type { FieldPath, PathSegment } from '../../rule.ts'

/** Items written before one that a path names by number; a longer list is no example that anybody reads. */
const ITEMS_MAX = 16

/** A copy of the arguments with the value where the path leads; undefined takes a top-level argument out. */
export function putValue(parameters: JsonObject, path: FieldPath, value: JsonValue | undefined): JsonObject {
  const [first] = path.segments
  if (value !== undefined) return asObject(put(parameters, path.segments, value))
  if (first?.kind !== 'key') return parameters
  return Object.fromEntries(Object.entries(parameters).filter(([key]) => key !== first.key))
}

function put(at: JsonValue | undefined, segments: readonly PathSegment[], value: JsonValue): JsonValue {
  const [segment, ...rest] = segments
  if (segment === undefined) return value
  if (segment.kind === 'key') {
    const object = asObject(at)
    return { ...object, [segment.key]: put(object[segment.key], rest, value) }
  }
  const items = [...asArray(at)]
  const index = segment.kind === 'index' ? Math.min(segment.index, ITEMS_MAX) : 0
  while (items.length < index) items.push('x')
  items[index] = put(items[index], rest, value)
  return items
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

function asArray(value: JsonValue | undefined): JsonArray {
  return isJsonArray(value) ? value : []
}
