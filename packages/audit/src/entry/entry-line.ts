import { canonicalJson, decodeUtf8, readJson, type JsonObject, type JsonValue } from '@kvlar/core'
import { AuditError } from '../audit-error.ts'
import { LIMITS } from '../limits.ts'
import { ENTRY_FIELDS, fieldProblem } from './entry-fields.ts'
import { ENTRY_VERSION, GENESIS, type Entry, type EntryKind } from './entry.ts'

const HEAD_KEYS: ReadonlySet<string> = new Set(['v', 'kind', 'index', 'prev', 'time'])

/**
 * The bytes of an entry's line, without the line feed: its canonical JSON (RFC 8785).
 * @throws AuditError `AUDIT_ENTRY_INVALID` when it is too long or has no canonical form
 */
export function encodeEntry(entry: Entry): Uint8Array {
  let bytes: Uint8Array
  try {
    bytes = Buffer.from(canonicalJson(entry as unknown as JsonObject))
  } catch (cause) {
    throw invalid('it has no canonical JSON form', cause)
  }
  if (bytes.length > LIMITS.entryBytesMax) throw invalid(`it is over ${LIMITS.entryBytesMax} bytes`)
  return bytes
}

/**
 * Reads exactly what `encodeEntry` writes: one entry has one line.
 * @throws AuditError `AUDIT_ENTRY_INVALID` on anything else
 */
export function decodeEntry(line: Uint8Array): Entry {
  if (line.length > LIMITS.entryBytesMax) throw invalid(`it is over ${LIMITS.entryBytesMax} bytes`)
  const text = decodeUtf8(line)
  if (text === undefined) throw invalid('it is not UTF-8')
  const answer = readJson(text)
  if (!answer.ok) throw invalid(answer.refusal.message)
  const value = answer.value
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('it is not a JSON object')
  const problem = problemOf(value as JsonObject)
  if (problem !== undefined) throw invalid(problem)
  if (canonicalJson(value) !== text) throw invalid('it is not in canonical form')
  // The table has just proved every field.
  return value as unknown as Entry
}

function problemOf(value: JsonObject): string | undefined {
  const { v, kind, index, prev, time } = value
  if (v !== ENTRY_VERSION) return 'it is of a version this verifier does not know'
  if (!isKind(kind)) return 'its kind is unknown'
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) return 'field `index`'
  if (typeof prev !== 'string' || !(prev === GENESIS || /^[0-9a-f]{64}$/.test(prev))) return 'field `prev`'
  if (!isTime(time)) return 'field `time`'
  const body = Object.fromEntries(Object.entries(value).filter(([key]) => !HEAD_KEYS.has(key)))
  return fieldProblem(body, ENTRY_FIELDS[kind])
}

function isKind(kind: JsonValue | undefined): kind is EntryKind {
  return typeof kind === 'string' && Object.hasOwn(ENTRY_FIELDS, kind)
}

function isTime(time: JsonValue | undefined): boolean {
  if (typeof time !== 'string') return false
  const parsed = new Date(time)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString() === time
}

function invalid(what: string, cause?: unknown): AuditError {
  return new AuditError('AUDIT_ENTRY_INVALID', `an entry cannot be recorded or read: ${what}`, { cause })
}
