import { hash } from 'node:crypto'
import { LIMITS } from '../limits.ts'
import { malformedNote } from './note-field.ts'

/** A text and the signatures under it, in the form of a C2SP signed-note. */
export interface Note {
  /** What is signed; ends in a line feed. */
  readonly text: string
  readonly lines: readonly SignatureLine[]
}

/** One line below a note. */
export interface SignatureLine {
  /** Name of the key: the note's origin. */
  readonly name: string
  /** First four bytes of the key hash, which binds name, type and public key. */
  readonly keyHash: Uint8Array
  readonly signature: Uint8Array
}

/**
 * Our signature types. C2SP signed-note keeps 0xff for types with a name of their own; the standard's 0x01 signs the
 * bare text, ours signs a transcript with use, suite and key id in front.
 */
export const NOTE_TYPES = {
  mlDsa65: 'kvlar/ml-dsa-65/v1',
  ed25519: 'kvlar/ed25519/v1',
} as const

const KEY_HASH_BYTES = 4
const LINE_START = '\u2014 '

/** SHA-256(name ‖ LF ‖ 0xff ‖ type ‖ public key), cut to four bytes (C2SP signed-note). */
export function noteKeyHash(name: string, type: string, publicKey: Uint8Array): Uint8Array {
  const data = Buffer.concat([Buffer.from(`${name}\n`), Uint8Array.of(0xff), Buffer.from(type), publicKey])
  return hash('sha256', data, 'buffer').subarray(0, KEY_HASH_BYTES)
}

/** The note as text: body, empty line, signature lines. */
export function formatNote({ text, lines }: Note): string {
  const signed = lines.map(({ name, keyHash, signature }) => {
    return `${LINE_START}${name} ${Buffer.concat([keyHash, signature]).toString('base64')}\n`
  })
  return `${text}\n${signed.join('')}`
}

/**
 * Reads exactly what `formatNote` writes.
 * @throws AuditError `AUDIT_CHECKPOINT_MALFORMED` on anything else
 */
export function parseNote(source: string): Note {
  if (source.length > LIMITS.checkpointBytesMax) throw malformedNote('it is too long')
  const split = source.lastIndexOf('\n\n')
  if (split < 0) throw malformedNote('it has no empty line before its signatures')
  const signed = source.slice(split + 2).split('\n')
  if (signed.pop() !== '' || signed.length === 0 || signed.length > LIMITS.noteSignaturesMax)
    throw malformedNote('its signature lines do not parse')
  const note = { text: source.slice(0, split + 1), lines: signed.map(parseLine) }
  if (formatNote(note) !== source) throw malformedNote('it is not in canonical form')
  return note
}

function parseLine(line: string): SignatureLine {
  const [, name, encoded] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? []
  if (name === undefined || encoded === undefined) throw malformedNote('a signature line does not parse')
  const bytes = Buffer.from(encoded, 'base64')
  return { name, keyHash: bytes.subarray(0, KEY_HASH_BYTES), signature: bytes.subarray(KEY_HASH_BYTES) }
}
