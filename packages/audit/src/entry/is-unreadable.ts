import { LIMITS as CORE_LIMITS } from '@kvlar/core'
import type { JsonValue } from '@kvlar/core/json'

/** What the strict reader refuses in a key: C0, DEL, C1. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/

/**
 * Whether the strict reader of `core` would refuse the value for its depth or one of its keys. Visits at most
 * `levels` levels, so a cycle ends.
 */
export function isUnreadable(value: JsonValue | undefined, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  if (Array.isArray(value)) return value.some((item) => isUnreadable(item, levels - 1))
  for (const [key, item] of Object.entries(value as { readonly [key: string]: JsonValue })) {
    if (key.length > CORE_LIMITS.jsonKeyCharsMax || CONTROL.test(key) || isUnreadable(item, levels - 1))
      return true
  }
  return false
}
