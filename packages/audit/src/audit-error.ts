/** Every reason this package throws. A code is public: renaming one is a breaking change. */
export const AUDIT_ERROR_CODES = [
  /** A checkpoint note is not in the form this version writes. */
  'AUDIT_CHECKPOINT_MALFORMED',
  /** An entry is not in the form this version writes, or is too large to be recorded. */
  'AUDIT_ENTRY_INVALID',
  /** The record cannot be written or read now: disk full, permission lost, file gone. */
  'AUDIT_UNAVAILABLE',
  /** More is waiting to be written than the recorder may hold. */
  'AUDIT_OVERLOADED',
  /** The record was closed. */
  'AUDIT_CLOSED',
  /** A signed chain does not verify: something was changed, removed, moved or put in, or another key signed. */
  'AUDIT_CHAIN_BROKEN',
  /** A signed chain is hybrid where PQ-only is expected, or the reverse, or changes from one to the other. */
  'AUDIT_MODE_MISMATCH',
  /** A witness cannot be opened so: an option that there is not, or a server that would lose what it holds. */
  'AUDIT_BAD_OPTION',
  /** A segment, anchor or home is not in the form this version writes. */
  'AUDIT_CORRUPT',
] as const

export type AuditErrorCode = (typeof AUDIT_ERROR_CODES)[number]

/** What goes wrong while recording or reading the record. Whether a record is intact is an answer, not an error. */
export class AuditError extends Error {
  override readonly name = 'AuditError'
  readonly code: AuditErrorCode
  constructor(code: AuditErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
