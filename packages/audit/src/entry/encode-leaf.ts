import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { LIMITS } from '../limits.ts'
import { ENTRY_FIELDS } from './entry-fields.ts'
import { ENTRY_VERSION, GENESIS, type EntryBody, type EntryHead, type EntryKind } from './entry.ts'
import { field, oneOf, type Write } from './field.ts'
import { invalidEntry } from './invalid-entry.ts'
import { membersOf, writeMembers, type Members } from './members.ts'

/** What stands in front of an entry's line in a leaf of the tree (RFC 6962 section 2.1). */
export const LEAF_PREFIX = '\u0000'

/** A UTF-16 code unit is at most so many bytes of UTF-8. */
const UNIT_BYTES_MAX = 3

const link: Write = (value) => (value === GENESIS ? `"${GENESIS}"` : field.digest(value))
const version: Write = (value) => (value === ENTRY_VERSION ? String(ENTRY_VERSION) : undefined)

const HEAD_FIELDS = {
  v: { write: version, required: true, isHead: true },
  index: { write: field.count, required: true, isHead: true },
  prev: { write: link, required: true, isHead: true },
  time: { write: field.time, required: true, isHead: true },
} as const

const KINDS = Object.keys(ENTRY_FIELDS) as EntryKind[]
const MEMBERS = new Map<JsonValue | undefined, Members>(
  KINDS.map((kind) => {
    const fields = { ...ENTRY_FIELDS[kind], ...HEAD_FIELDS, kind: { write: oneOf(kind), required: true } }
    return [kind, membersOf(fields)]
  }),
)

/**
 * An entry as a leaf: 0x00 and its canonical JSON (RFC 8785), without a line feed, to be written as UTF-8.
 * @param entry anything: that it is an entry is what is checked here
 * @param head absent when it stands in `entry`
 * @throws AuditError `AUDIT_ENTRY_INVALID` when it is too long, has no canonical form or is no entry of this version
 */
export function encodeLeaf(entry: EntryBody | JsonObject, head?: EntryHead): string {
  const members = MEMBERS.get(entry.kind)
  if (members === undefined) throw invalidEntry('its kind is unknown')
  // Neither has an index signature.
  const text = writeMembers(members, entry as JsonObject, head as JsonObject | undefined)
  if (typeof text !== 'string') throw invalidEntry(text.problem)
  const leaf = `${LEAF_PREFIX}${text}`
  if (isTooLong(leaf)) throw invalidEntry(`it is over ${LIMITS.entryBytesMax} bytes`)
  return leaf
}

function isTooLong(leaf: string): boolean {
  const bytesMax = LEAF_PREFIX.length + LIMITS.entryBytesMax
  return leaf.length * UNIT_BYTES_MAX > bytesMax && Buffer.byteLength(leaf) > bytesMax
}
