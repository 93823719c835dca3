import { isJsonObject, type JsonObject, type JsonValue } from '@kvlar/core/json'
import type { Revocation } from './standing.ts'
import { TARGET_KINDS, type Target } from './target.ts'

/** A revocation as stores and channels hold it. */
export function revocationJson({ target, reason, by, atMs }: Revocation): JsonObject {
  return { target: targetJson(target), reason, by, at_ms: atMs }
}

export function targetJson(target: Target): JsonObject {
  return target.kind === 'everything' ? { kind: target.kind } : { kind: target.kind, id: target.id }
}

/** What `revocationJson` said; undefined for anything else, with more in it included. */
export function readRevocation(value: JsonValue | undefined): Revocation | undefined {
  const { target, reason, by, at_ms: atMs, ...rest } = asMap(value)
  const who = readTarget(target)
  const isWhole = typeof reason === 'string' && typeof by === 'string' && typeof atMs === 'number'
  return who !== undefined && isWhole && Object.keys(rest).length === 0
    ? { target: who, reason, by, atMs }
    : undefined
}

export function readTarget(value: JsonValue | undefined): Target | undefined {
  const { kind, id, ...rest } = asMap(value)
  const known = TARGET_KINDS.find((one) => one === kind)
  if (known === undefined || Object.keys(rest).length > 0) return undefined
  if (known === 'everything') return id === undefined ? { kind: known } : undefined
  return typeof id === 'string' ? { kind: known, id } : undefined
}

function asMap(value: JsonValue | undefined): Readonly<Record<string, JsonValue | undefined>> {
  return isJsonObject(value) ? value : {}
}
