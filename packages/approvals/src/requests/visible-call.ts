import { createRedactor, type HiddenPart } from '@kvlar/core'
import { canonicalJson, isJsonArray, type JsonObject, type JsonValue } from '@kvlar/core/json'
import type { HiddenValue } from './held-request.ts'
import { keyedDigest, type ApprovalKeys } from '../store/approval-keys.ts'
import { LIMITS } from '../limits.ts'

/** The arguments as people may see them, and what is known of the values that they may not. */
export interface VisibleArguments {
  readonly args: JsonObject
  readonly hidden: readonly HiddenValue[]
}

/** Hides what the policy names, what has a secret-like name and what is a secret, before anything is stored or told. */
export function visibleArguments(
  args: JsonObject,
  redactFields: readonly string[],
  keys: Pick<ApprovalKeys, 'digest'>,
): VisibleArguments {
  const { shown, hidden } = createRedactor(redactFields).hide(args)
  return {
    args: shown,
    hidden: hidden.slice(0, LIMITS.hiddenValuesMax).map((part) => hiddenValue(part, keys)),
  }
}

function hiddenValue({ path, value }: HiddenPart, keys: Pick<ApprovalKeys, 'digest'>): HiddenValue {
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
  if (isJsonArray(value)) return 'array'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'object'
}

function lengthOf(value: JsonValue): number | undefined {
  if (typeof value === 'string' || isJsonArray(value)) return value.length
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined
}
