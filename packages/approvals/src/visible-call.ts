import { canonicalJson, createRedactor, REDACTED, type JsonObject, type JsonValue } from '@kvlar/core'
import type { HiddenValue } from './held-request.ts'
import { keyedDigest, type ApprovalKeys } from './approval-keys.ts'
import { LIMITS } from './limits.ts'

/** The arguments as people may see them, and what is known of the values that they may not. */
export interface VisibleArguments {
  readonly args: JsonObject
  readonly hidden: readonly HiddenValue[]
}

/** Hides what the policy names and what has a secret-like name, before anything is stored or told. */
export function visibleArguments(
  args: JsonObject,
  redactFields: readonly string[],
  keys: Pick<ApprovalKeys, 'digest'>,
): VisibleArguments {
  const redactor = createRedactor(redactFields)
  const hidden: HiddenValue[] = []
  const visit = (
    value: JsonValue,
    path: readonly (string | number)[],
    names: readonly string[],
  ): JsonValue => {
    if (typeof value !== 'object' || value === null) return value
    if (isArray(value)) return value.map((item, index) => visit(item, [...path, index], names))
    // Keys are the caller's: a null prototype keeps `__proto__` an ordinary one.
    const copy: Record<string, JsonValue> = Object.create(null)
    for (const [key, item] of Object.entries(value)) {
      const at = [...path, key]
      if (redactor.hides([...names, key])) {
        copy[key] = REDACTED
        if (hidden.length < LIMITS.hiddenValuesMax) hidden.push(hiddenValue(item, at, keys))
      } else {
        copy[key] = visit(item, at, [...names, key])
      }
    }
    return copy
  }
  const shown: Record<string, JsonValue> = Object.create(null)
  Object.assign(shown, visit(args, [], []))
  return { args: shown, hidden }
}

function hiddenValue(
  value: JsonValue,
  path: readonly (string | number)[],
  keys: Pick<ApprovalKeys, 'digest'>,
): HiddenValue {
  const length = lengthOf(value)
  return {
    path,
    type: typeOf(value),
    ...(length !== undefined && { length }),
    digest: keyedDigest(keys.digest, 'kvlar-approval-hidden-v1', canonicalJson(value)),
  }
}

function typeOf(value: JsonValue): HiddenValue['type'] {
  if (value === null) return 'null'
  if (isArray(value)) return 'array'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'object'
}

function lengthOf(value: JsonValue): number | undefined {
  if (typeof value === 'string' || isArray(value)) return value.length
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined
}

/** `Array.isArray` does not narrow readonly arrays. */
function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}
