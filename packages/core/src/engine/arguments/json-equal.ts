import { isJsonArray } from '../../json/json-shape.ts'
import type { JsonArray, JsonObject, JsonValue } from '../../json-value.ts'

/** Whether two JSON values are the same: numbers by value (`-0` is `0`), objects whatever the order of their keys. */
export function jsonEqual(left: JsonValue, right: JsonValue): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (isJsonArray(left)) return isJsonArray(right) && equalArrays(left, right)
  return !isJsonArray(right) && equalObjects(left, right)
}

function equalArrays(left: JsonArray, right: JsonArray): boolean {
  return left.length === right.length && left.every((item, index) => jsonEqual(item, right[index] ?? null))
}

function equalObjects(left: JsonObject, right: JsonObject): boolean {
  const keys = Object.keys(left)
  if (keys.length !== Object.keys(right).length) return false
  return keys.every((key) => Object.hasOwn(right, key) && jsonEqual(left[key] ?? null, right[key] ?? null))
}
