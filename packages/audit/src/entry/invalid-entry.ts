import { AuditError } from '../audit-error.ts'

/** A line that nobody may write, or that cannot be read. */
export function invalidEntry(what: string, cause?: unknown): AuditError {
  return new AuditError('AUDIT_ENTRY_INVALID', `an entry cannot be recorded or read: ${what}`, { cause })
}
