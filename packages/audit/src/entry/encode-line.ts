import { canonicalJson, EvaluationError, LIMITS as CORE_LIMITS, type JsonValue } from '@kvlar/core'
import { AuditError } from '../audit-error.ts'
import { LIMITS } from '../limits.ts'
import { ENTRY_FIELDS, type Field } from './entry-fields.ts'
import { ENTRY_VERSION, type EntryBody, type EntryHead, type EntryKind } from './entry.ts'
import { isUnreadable } from './is-unreadable.ts'

/** Where the line begins in what `encodeLine` returns: behind the 0x00 of a leaf (RFC 6962 section 2.1). */
export const LINE_START = 1

/** What the members of one kind of entry are, in the order in which canonical JSON has them (RFC 8785 section 3.2.3). */
interface Member {
  readonly key: string
  readonly quoted: string
  /** Absent for the members of the head. */
  readonly field?: Field
}

/** What RFC 8785 section 3.2.2.2 escapes, and halves of surrogate pairs, which `canonicalJson` refuses or lets through. */
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/

const HEAD = ['index', 'kind', 'prev', 'time', 'v'] as const
const KINDS = Object.keys(ENTRY_FIELDS) as EntryKind[]
const MEMBERS = new Map<EntryKind, readonly Member[]>(KINDS.map((kind) => [kind, membersOf(kind)]))

/**
 * The bytes of an entry as a leaf: 0x00 and its canonical JSON (RFC 8785), without a line feed. Names are sorted
 * beforehand, and one pass both checks and writes, because every recorded call waits for this.
 *
 * INVARIANT: whatever is encoded here, `decodeEntry` reads. One line that it refuses would break a chain for good.
 * @throws AuditError `AUDIT_ENTRY_INVALID` when it is too long, has no canonical form or is no entry of this version
 */
export function encodeLine(head: Omit<EntryHead, 'v'>, body: EntryBody): Uint8Array {
  // Bodies have no index signature; every member is JSON, as the table checks.
  const values = body as unknown as Readonly<Record<string, JsonValue | undefined>>
  const members = MEMBERS.get(body.kind)
  if (members === undefined) throw invalidEntry('its kind is unknown')
  let text = ''
  let known = 1
  for (const { key, quoted, field } of members) {
    if (field === undefined) {
      text += `,${quoted}${headText(key, head, body.kind)}`
      continue
    }
    const value = values[key]
    if (value === undefined) {
      if (field.required) throw invalidEntry(`field \`${key}\``)
      if (Object.hasOwn(values, key)) known++
      continue
    }
    known++
    if (
      !field.check(value) ||
      (typeof value === 'object' && isUnreadable(value, CORE_LIMITS.jsonDepthMax - 1))
    )
      throw invalidEntry(`field \`${key}\``)
    text += `,${quoted}${valueText(value)}`
  }
  if (Object.keys(values).length !== known) throw invalidEntry(`unknown field ${unknownIn(values, members)}`)
  return leafOf(`{${text.slice(1)}}`)
}

/** A line that nobody may write, or that cannot be read. */
export function invalidEntry(what: string, cause?: unknown): AuditError {
  return new AuditError('AUDIT_ENTRY_INVALID', `an entry cannot be recorded or read: ${what}`, { cause })
}

function membersOf(kind: EntryKind): Member[] {
  const fields: Readonly<Record<string, Field>> = ENTRY_FIELDS[kind]
  return [...HEAD, ...Object.keys(fields)].toSorted(byCodeUnits).map((key) => memberOf(key, fields[key]))
}

function memberOf(key: string, field: Field | undefined): Member {
  const quoted = `${JSON.stringify(key)}:`
  return field === undefined ? { key, quoted } : { key, quoted, field }
}

function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function headText(key: string, { index, prev, time }: Omit<EntryHead, 'v'>, kind: EntryKind): string {
  switch (key) {
    case 'index':
      return String(index)
    case 'prev':
      return `"${prev}"`
    case 'time':
      return `"${time}"`
    case 'kind':
      return `"${kind}"`
    default:
      return String(ENTRY_VERSION)
  }
}

function valueText(value: JsonValue): string {
  if (typeof value === 'string' && !NEEDS_ESCAPE.test(value)) return `"${value}"`
  try {
    return canonicalJson(value)
  } catch (cause) {
    if (cause instanceof EvaluationError) throw invalidEntry('it has no canonical JSON form', cause)
    throw cause
  }
}

/** The prefix is a character of the text, so that one conversion makes the whole leaf. */
function leafOf(text: string): Uint8Array {
  const leaf = Buffer.from(`\u0000${text}`)
  if (leaf.length > LINE_START + LIMITS.entryBytesMax)
    throw invalidEntry(`it is over ${LIMITS.entryBytesMax} bytes`)
  return leaf
}

function unknownIn(values: object, members: readonly Member[]): string {
  const unknown = Object.keys(values).find((key) => !members.some((member) => member.key === key))
  return `\`${(unknown ?? '').slice(0, 64)}\``
}
