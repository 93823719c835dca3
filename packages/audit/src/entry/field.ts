import { EvaluationError, LIMITS as CORE_LIMITS } from '@kvlar/core'
import { canonicalJson, isJsonArray, isJsonObject, type JsonValue } from '@kvlar/core/json'
import { invalidEntry } from './invalid-entry.ts'
import { isUnreadable } from './is-unreadable.ts'

/** Writes a value as canonical JSON (RFC 8785) if it is what a field takes; undefined otherwise. */
export type Write = (value: JsonValue) => string | undefined

/** What RFC 8785 section 3.2.2.2 escapes, and halves of surrogate pairs, which `canonicalJson` refuses or lets through. */
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/

/** Whatever stands in a field of an entry, the entry is one level around it. */
const FIELD_DEPTH_MAX = CORE_LIMITS.jsonDepthMax - 1

/** The types of the fields of entries. */
export const field = {
  text: (value) => {
    if (typeof value !== 'string') return undefined
    return NEEDS_ESCAPE.test(value) ? canonical(value) : `"${value}"`
  },
  /** A whole number from 0. */
  count: (value) => (isWhole(value) && value >= 0 ? String(value) : undefined),
  /** A number from 0. */
  amount: (value) =>
    typeof value === 'number' && Number.isFinite(value) && value >= 0 ? String(value) : undefined,
  integer: (value) => (isWhole(value) ? String(value) : undefined),
  /** SHA-256. */
  digest: (value) => (isHex(value, 64) ? `"${value}"` : undefined),
  /** A chain or a home. */
  id: (value) => (isHex(value, 32) ? `"${value}"` : undefined),
  policyDigest: (value) =>
    typeof value === 'string' && value.startsWith('sha256:') && isHex(value.slice(7), 64)
      ? `"${value}"`
      : undefined,
  /** 32 bytes in base64. */
  root: (value) =>
    typeof value === 'string' && /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(value)
      ? `"${value}"`
      : undefined,
  /** RFC 3339 in UTC with milliseconds. */
  time: (value) => (isTime(value) ? `"${value}"` : undefined),
  /** What is true where it is there. */
  yes: (value) => (value === true ? 'true' : undefined),
  /** Any JSON object. */
  object: (value) => (isJsonObject(value) && isReadable(value) ? canonical(value) : undefined),
  objects: (value) =>
    isJsonArray(value) && value.every(isJsonObject) && isReadable(value) ? canonical(value) : undefined,
} as const satisfies Record<string, Write>

export function oneOf(...words: readonly string[]): Write {
  return (value) => (typeof value === 'string' && words.includes(value) ? `"${value}"` : undefined)
}

export function listOf(write: Write): Write {
  return (value) => {
    if (!isJsonArray(value)) return undefined
    const items = value.map(write)
    return items.includes(undefined) ? undefined : `[${items.join(',')}]`
  }
}

export function either(one: Write, other: Write): Write {
  return (value) => one(value) ?? other(value)
}

function isWhole(value: JsonValue): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value)
}

function isReadable(value: JsonValue): boolean {
  return !isUnreadable(value, FIELD_DEPTH_MAX)
}

/** Lower-case hexadecimal digits. A loop: every entry has several, and a regular expression takes five times as long. */
function isHex(value: JsonValue, digits: number): value is string {
  if (typeof value !== 'string' || value.length !== digits) return false
  for (let at = 0; at < digits; at++) {
    const unit = value.charCodeAt(at)
    if (!((unit >= 0x30 && unit <= 0x39) || (unit >= 0x61 && unit <= 0x66))) return false
  }
  return true
}

function isTime(value: JsonValue): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return false
  const parsed = new Date(value)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString() === value
}

function canonical(value: JsonValue): string {
  try {
    return canonicalJson(value)
  } catch (cause) {
    if (cause instanceof EvaluationError) throw invalidEntry('it has no canonical JSON form', cause)
    throw cause
  }
}
