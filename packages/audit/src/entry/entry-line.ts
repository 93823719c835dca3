import { LIMITS as CORE_LIMITS } from '@kvlar/core'
import { isJsonObject, readJson, type JsonValue } from '@kvlar/core/json'
import { LIMITS } from '../limits.ts'
import { encodeLeaf, LEAF_PREFIX } from './encode-leaf.ts'
import type { Entry } from './entry.ts'
import { invalidEntry } from './invalid-entry.ts'
import { strictText } from './strict-text.ts'

/**
 * The bytes of an entry's line, without the line feed: its canonical JSON (RFC 8785).
 * @throws AuditError `AUDIT_ENTRY_INVALID` when it is too long, has no canonical form or is no entry of this version
 */
export function encodeEntry(entry: Entry): Uint8Array {
  return Buffer.from(encodeLeaf(entry).slice(LEAF_PREFIX.length))
}

/**
 * Reads exactly what `encodeEntry` writes: a line is an entry when what it says, written again, is the line.
 * @throws AuditError `AUDIT_ENTRY_INVALID` on anything else
 */
export function decodeEntry(line: Uint8Array): Entry {
  if (line.length > LIMITS.entryBytesMax) throw invalidEntry(`it is over ${LIMITS.entryBytesMax} bytes`)
  const text = strictText(line)
  if (text === undefined) throw invalidEntry('it is not UTF-8')
  const value = read(text)
  if (!isJsonObject(value)) throw invalidEntry('it is not a JSON object')
  if (encodeLeaf(value) !== `${LEAF_PREFIX}${text}`) throw invalidEntry('it is not in canonical form')
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
