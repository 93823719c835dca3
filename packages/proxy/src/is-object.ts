import type { JsonObject, JsonValue } from '@kvlar/core/json'

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
