import {
  canonicalJson,
  EvaluationError,
  LIMITS as CORE_LIMITS,
  readJson,
  type JsonObject,
  type JsonValue,
} from '@kvlar/core'
import { LIMITS } from '../limits.ts'
import { ENTRY_FIELDS, fieldProblem } from './entry-fields.ts'
import { encodeLine, invalidEntry, LINE_START } from './encode-line.ts'
import { ENTRY_VERSION, GENESIS, type Entry, type EntryKind } from './entry.ts'
import { isUnreadable } from './is-unreadable.ts'
import { strictText } from './strict-text.ts'

const HEAD_KEYS: ReadonlySet<string> = new Set(['v', 'kind', 'index', 'prev', 'time'])

/**
 * The bytes of an entry's line, without the line feed: its canonical JSON (RFC 8785).
 * @throws AuditError `AUDIT_ENTRY_INVALID` as `encodeLine`, and for a head that is not one
 */
export function encodeEntry(entry: Entry): Uint8Array {
  const { v, index, prev, time, ...body } = entry
  const problem = headProblem({ v, index, prev, time })
  if (problem !== undefined) throw invalidEntry(problem)
  return encodeLine({ index, prev, time }, body).subarray(LINE_START)
}

/**
 * Reads exactly what `encodeEntry` writes: one entry has one line.
 * @throws AuditError `AUDIT_ENTRY_INVALID` on anything else
 */
export function decodeEntry(line: Uint8Array): Entry {
  if (line.length > LIMITS.entryBytesMax) throw invalidEntry(`it is over ${LIMITS.entryBytesMax} bytes`)
  const text = strictText(line)
  if (text === undefined) throw invalidEntry('it is not UTF-8')
  const value = read(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidEntry('it is not a JSON object')
  const problem = problemOf(value as JsonObject)
  if (problem !== undefined) throw invalidEntry(problem)
  if (canonical(value) !== text) throw invalidEntry('it is not in canonical form')
  // The table has just proved every field.
  return value as unknown as Entry
}

/**
 * A text that is the canonical form of what the platform reads in it has that reading only, so the fast reader will
 * do; the strict one is for keys with escapes, which V8 can confuse (issue 521080746).
 */
function read(text: string): JsonValue {
  if (!text.includes('\\')) {
    try {
      return JSON.parse(text) as JsonValue
    } catch (cause) {
      throw invalidEntry('it is not JSON', cause)
    }
  }
  const answer = readJson(text, { depthMax: CORE_LIMITS.jsonDepthMax })
  if (!answer.ok) throw invalidEntry(answer.refusal.message)
  return answer.value
}

function problemOf(value: JsonObject): string | undefined {
  const { kind } = value
  if (!isKind(kind)) return 'its kind is unknown'
  if (isUnreadable(value, CORE_LIMITS.jsonDepthMax))
    return 'it nests too deep, or a key is one that nobody should read'
  return headProblem(value) ?? fieldProblem(value, ENTRY_FIELDS[kind], HEAD_KEYS)
}

function headProblem({ v, index, prev, time }: JsonObject): string | undefined {
  if (v !== ENTRY_VERSION) return 'it is of a version this verifier does not know'
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) return 'field `index`'
  if (typeof prev !== 'string' || !(prev === GENESIS || /^[0-9a-f]{64}$/.test(prev))) return 'field `prev`'
  return isTime(time) ? undefined : 'field `time`'
}

function isKind(kind: JsonValue | undefined): kind is EntryKind {
  return typeof kind === 'string' && Object.hasOwn(ENTRY_FIELDS, kind)
}

function isTime(time: JsonValue | undefined): boolean {
  if (typeof time !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time)) return false
  const parsed = new Date(time)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString() === time
}

function canonical(value: JsonValue): string {
  try {
    return canonicalJson(value)
  } catch (cause) {
    if (cause instanceof EvaluationError) throw invalidEntry('it has no canonical JSON form', cause)
    throw cause
  }
}
