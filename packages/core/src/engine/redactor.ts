import type { JsonObject, JsonValue } from '../json-value.ts'
import { isJsonArray } from './json-equal.ts'
import { foldName, isSecretName } from './secret-names.ts'

/** What stands in place of a hidden value. */
export const REDACTED = '[REDACTED]'

/** Hides the values of some keys of a call's arguments. */
export interface Redactor {
  /** A copy with hidden values replaced at every depth; `at` is where the value stands, as key names. */
  redact(value: JsonValue, at?: readonly string[]): JsonValue
  /** Whether the value under these nested key names is hidden as a whole; list positions do not count. */
  hides(at: readonly string[]): boolean
}

/**
 * Hides what `redact_fields` name, and every key with a secret-like name. A name without a dot counts at any depth,
 * a path counts from the top; `[n]` and `[*]` in a path mean the whole list.
 */
export function createRedactor(fields: readonly string[]): Redactor {
  const names = new Set<string>()
  const paths = new Set<string>()
  for (const field of fields) {
    const keys = field.replace(/\[[^\]]*\]/g, '').split('.')
    if (keys.length === 1) names.add(foldName(field.replace(/\[[^\]]*\]/g, '')))
    paths.add(keys.map(foldName).join('\0'))
    // The same path can be spelled as one literal key.
    names.add(foldName(field))
  }
  const hidesKey = (key: string, keys: readonly string[]): boolean =>
    isSecretName(key) || names.has(foldName(key)) || paths.has(keys.map(foldName).join('\0'))
  const redact = (value: JsonValue, at: readonly string[] = []): JsonValue => {
    if (typeof value !== 'object' || value === null) return value
    if (isJsonArray(value)) return value.map((item) => redact(item, at))
    return redactObject(value, at)
  }
  const redactObject = (value: JsonObject, at: readonly string[]): JsonObject => {
    // Keys are the caller's: a null prototype keeps `__proto__` an ordinary one.
    const copy: Record<string, JsonValue> = Object.create(null)
    for (const [key, item] of Object.entries(value)) {
      const keys = [...at, key]
      copy[key] = hidesKey(key, keys) ? REDACTED : redact(item, keys)
    }
    return copy
  }
  return { redact, hides: (at) => at.some((key, index) => hidesKey(key, at.slice(0, index + 1))) }
}
