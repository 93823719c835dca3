import { randomBytes } from 'node:crypto'
import { isJsonObject, type JsonValue } from '@kvlar/core/json'
import { readRevocation, revocationJson, targetKey, type Revocation, type Target } from '@kvlar/gate'
import { REDIS_LIMITS } from '../limits.ts'
import { STANDING } from '../store-words.ts'

/** A revocation as Redis keeps it: under whom it is about, and as a text that no other revocation has. */
export interface RevocationRecord {
  readonly target: string
  readonly text: string
}

/** Characters of a reason that are kept. */
const TEXT_CHARS_MAX = 2000

/** How whoever is turned away is named: as JSON, because Redis keeps bytes, which not all names have of their own. */
export function targetName(target: Target): string {
  return JSON.stringify(targetKey(target))
}

export const KILL_SWITCH = targetName({ kind: 'everything' })

/** @throws StandingError for a name that is too long */
export function encodeRevocation(revocation: Revocation): RevocationRecord {
  const { reason, by } = revocation
  const kept = { ...revocation, reason: reason.slice(0, TEXT_CHARS_MAX), by: by.slice(0, TEXT_CHARS_MAX) }
  const text = JSON.stringify({ id: randomBytes(16).toString('hex'), ...revocationJson(kept) })
  if (Buffer.byteLength(text) > REDIS_LIMITS.revocationBytesMax)
    throw STANDING.badOption(
      `a revocation is longer than ${REDIS_LIMITS.revocationBytesMax} bytes; refusing it`,
    )
  return { target: targetName(revocation.target), text }
}

/** @throws StandingError for what was not written by `encodeRevocation` */
export function decodeRevocation(text: string): Revocation {
  const parsed = parse(text)
  if (isJsonObject(parsed) && typeof parsed['id'] === 'string') {
    const { id: _, ...rest } = parsed
    const revocation = readRevocation(rest)
    if (revocation !== undefined) return revocation
  }
  throw STANDING.unavailable('a revocation on Redis cannot be read; refusing')
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}
