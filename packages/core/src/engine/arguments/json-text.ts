import type { JsonArray, JsonObject, JsonValue } from '../../json-value.ts'

/** The list or object that a text writes as JSON: some servers read an argument so, whatever type it came as. */
export function jsonIn(text: string): JsonArray | JsonObject | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    // Nothing but JSON comes out of it, and the first character says which.
    return JSON.parse(text) as JsonArray | JsonObject
  } catch {
    return undefined
  }
}

/** Whether a value is such a text. */
export function isJsonText(value: JsonValue): boolean {
  return typeof value === 'string' && jsonIn(value) !== undefined
}
