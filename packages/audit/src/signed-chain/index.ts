/**
 * A chain in memory in which every entry is signed by itself, with the names that users of Kavach know.
 *
 * For small logs that travel as one text. It keeps nothing on disk and has no checkpoints: whoever holds the text can
 * cut its end off unless the head is known elsewhere. `@kvlar/audit/file` is the record that the proxy keeps.
 */
export { AuditEntry, type AuditEntryFields, type AuditEntryOptions } from './audit-entry.ts'
export { SignedAuditChain, type JsonlExpectation } from './signed-audit-chain.ts'
