import { SUITES, type Suite } from '@kvlar/crypto'
import { AuditError } from '../audit-error.ts'
import { HASH_BYTES } from '../merkle/tree-hash.ts'

/**
 * How the values of a note's lines are written and read; each reader throws AuditError `AUDIT_CHECKPOINT_MALFORMED`.
 * Whoever reads a whole text writes it again and compares: one content has one text.
 */
export const noteField = {
  /** The rest of a line that begins with its name. */
  after(prefix: string, line: string | undefined): string {
    if (line?.startsWith(prefix) !== true) throw malformedNote(`a line does not begin with \`${prefix}\``)
    return line.slice(prefix.length)
  },
  chain(text: string): string {
    if (!/^[0-9a-f]{32}$/.test(text)) throw malformedNote('a chain id is not 32 hexadecimal digits')
    return text
  },
  /** 64 lower-case hexadecimal digits. */
  digest(text: string): string {
    if (!/^[0-9a-f]{64}$/.test(text)) throw malformedNote('a digest is not 64 hexadecimal digits')
    return text
  },
  size(text: string | undefined): number {
    const size = Number(text)
    if (text === undefined || !/^(0|[1-9][0-9]{0,15})$/.test(text) || !Number.isSafeInteger(size))
      throw malformedNote('a size is not a whole number')
    return size
  },
  /** 32 bytes in base64. */
  hash(text: string | undefined): Uint8Array {
    const bytes = Buffer.from(text ?? '', 'base64')
    if (bytes.length !== HASH_BYTES || base64(bytes) !== text)
      throw malformedNote('a hash is not 32 bytes in base64')
    return bytes
  },
  /** Milliseconds since the epoch. */
  time(text: string): number {
    const timeMs = Date.parse(text)
    if (Number.isNaN(timeMs)) throw malformedNote('its time is not RFC 3339')
    return timeMs
  },
  suite(text: string): Suite {
    const suite = (Object.keys(SUITES) as Suite[]).find((name) => name === text)
    if (suite === undefined) throw malformedNote('its suite is none of ours')
    return suite
  },
} as const

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
}

export function malformedNote(what: string): AuditError {
  return new AuditError('AUDIT_CHECKPOINT_MALFORMED', `a note cannot be read: ${what}; trusting none of it`)
}
