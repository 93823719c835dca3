import { isJsonObject, type JsonValue } from '@kvlar/core/json'
import type { Write } from './field.ts'

/** What a field takes, and whether it must be there. */
export interface Field {
  readonly write: Write
  readonly required: boolean
  /** Whether it stands in the head of an entry. */
  readonly isHead?: true
}

/** The members of an object of a fixed shape, in the order in which canonical JSON has them (RFC 8785 section 3.2.3). */
export type Members = readonly Member[]

interface Member extends Omit<Field, 'isHead'> {
  readonly isHead: boolean
  readonly key: string
  /** The name as it is written, behind a comma. */
  readonly quoted: string
  /** A text that was checked and written before, and the member that it gave. */
  known: string | undefined
  written: string
}

/** What is wrong with the members of an object. */
export interface MemberProblem {
  readonly problem: string
}

/** Most texts of an entry are those of the entry before: of up to this length, one is kept for each member. */
const KNOWN_CHARS_MAX = 256

export function membersOf(fields: Readonly<Record<string, Field>>): Members {
  return Object.entries(fields)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { write, required, isHead = false }]) => {
      const quoted = `,${JSON.stringify(key)}:`
      return { key, quoted, write, required, isHead, known: undefined, written: '' }
    })
}

/**
 * Checks and writes an object in one pass, because every recorded call waits for this.
 * @param head the members that are marked so, when they do not stand in `values`
 */
export function writeMembers(
  members: Members,
  values: Readonly<Record<string, JsonValue | undefined>>,
  head = values,
): string | MemberProblem {
  let text = '{'
  let found = 0
  for (const member of members) {
    const from = member.isHead ? head : values
    const value = from[member.key]
    if (value === undefined) {
      if (member.required) return { problem: `field \`${member.key}\`` }
      if (Object.hasOwn(from, member.key)) found++
      continue
    }
    found++
    const written = value === member.known ? member.written : writeMember(member, value)
    if (written === undefined) return { problem: `field \`${member.key}\`` }
    // Taking the comma off the whole would copy it.
    text += text.length === 1 ? written.slice(1) : written
  }
  const given = Object.keys(values).length + (head === values ? 0 : Object.keys(head).length)
  if (given !== found) return { problem: `unknown field ${unknownIn(values, members)}` }
  return `${text}}`
}

/** A field that is an object of a fixed shape itself. */
export function shape(fields: Readonly<Record<string, Field>>): Write {
  const members = membersOf(fields)
  return (value) => {
    if (!isJsonObject(value)) return undefined
    const written = writeMembers(members, value)
    return typeof written === 'string' ? written : undefined
  }
}

function writeMember(member: Member, value: JsonValue): string | undefined {
  const text = member.write(value)
  if (text === undefined) return undefined
  const written = `${member.quoted}${text}`
  if (typeof value === 'string' && value.length <= KNOWN_CHARS_MAX) {
    member.known = value
    member.written = written
  }
  return written
}

function unknownIn(values: object, members: Members): string {
  const unknown = Object.keys(values).find((key) => !members.some((member) => member.key === key))
  return `\`${(unknown ?? '').slice(0, 64)}\``
}
