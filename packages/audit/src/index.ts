/**
 * The record of Kvlar that nobody can quietly change: entries linked by hash, leaves of a Merkle tree (RFC 6962),
 * closed by hybrid-signed checkpoints in the form of a C2SP note.
 *
 * For the proxy, which records before it forwards, and for anyone who wants to verify what was recorded.
 * The heart reads no file and no clock: `@kvlar/audit/file` keeps chains on disk.
 */
export { EMPTY_ROOT, HASH_BYTES, leafHash, nodeHash } from './merkle/tree-hash.ts'
export { Frontier } from './merkle/frontier.ts'
export { subtreeRoot, type Leaves } from './merkle/subtree.ts'
export { inclusionProof, rootFromInclusion, type Inclusion } from './merkle/inclusion.ts'
export { consistencyProof, isConsistent, type Consistency } from './merkle/consistency.ts'
export type { Checkpoint, Head } from './checkpoint/checkpoint.ts'
export { checkpointText, ORIGIN_PREFIX, parseCheckpointText } from './checkpoint/checkpoint-text.ts'
export { formatNote, NOTE_TYPES, noteKeyHash, parseNote, type Note, type SignatureLine } from './note/note.ts'
export type { TrustedKeys } from './note/verify-note.ts'
export { checkpointDigest, signCheckpoint } from './checkpoint/sign-checkpoint.ts'
export {
  isSignatureRefusal,
  verifyCheckpoint,
  type VerifiedCheckpoint,
} from './checkpoint/verify-checkpoint.ts'
export type { Anchor } from './anchor/anchor.ts'
export { ANCHOR_PREFIX, anchorText, parseAnchorText } from './anchor/anchor-text.ts'
export { signAnchor } from './anchor/sign-anchor.ts'
export { verifyAnchor } from './anchor/verify-anchor.ts'
export {
  ENTRY_VERSION,
  GENESIS,
  type ApprovalBody,
  type CloseBody,
  type LimitsBody,
  type ObserveOnlyRecord,
  type ConditionOutcome,
  type DecidedBody,
  type EnforcementRecord,
  type Entry,
  type EntryBody,
  type EntryHead,
  type EntryKind,
  type FactsRecord,
  type GenesisBody,
  type HeadRecord,
  type HiddenValue,
  type KeyBody,
  type PolicyBody,
  type RecoveryBody,
  type RefusedBody,
  type ResultBody,
  type RevealBody,
  type RevocationBody,
  type SessionsBody,
  type TargetRecord,
  type WouldBe,
} from './entry/entry.ts'
export type { Paint } from './entry/describe-approval.ts'
export { describeEntry } from './entry/describe-entry.ts'
export { decodeEntry, encodeEntry } from './entry/entry-line.ts'
export { redactParameters, type RedactedParameters, type RedactionRules } from './redact/redact-parameters.ts'
export { valueDigest } from './redact/value-digest.ts'
export { entryBody } from './record/entry-body.ts'
export { revocationBody } from './record/target-record.ts'
export type {
  DecidedEvent,
  EntryContext,
  RecordedEvent,
  RecordedTarget,
  RecordedVerdict,
  RefusedEvent,
  ResultEvent,
} from './record/recorded-event.ts'
export { ChainEnd, type ChainState, type LinkedEntry } from './chain/chain-end.ts'
export { BREAKS, type Break, type BreakCode, type ChainVerdict } from './verify/verdict.ts'
export { verifyChain, type ChainExpectation, type ChainSource } from './verify/verify-chain.ts'
export { readWitness, witnessText } from './checkpoint/witness.ts'
export type { Witness } from './witness/witness.ts'
export { createMemoryWitness } from './witness/memory-witness.ts'
export { checkWitnessed } from './witness/check-witnessed.ts'
export { parseProofText, proofText, type EntryProof } from './proof/proof-text.ts'
export { proveEntry } from './proof/prove-entry.ts'
export { verifyProof, type ProvenEntry } from './proof/verify-proof.ts'
export type { AuditRow } from './export/audit-row.ts'
export { matchesFilter, type AuditFilter } from './export/audit-filter.ts'
export { listSessions, type ListedSession } from './export/list-sessions.ts'
export { auditStats, type AuditStats, type NameCounts } from './export/audit-stats.ts'
export { auditStatsJson, mostFirst } from './export/audit-stats-json.ts'
export { EXPORT_FORMATS, type ExportFormat, type ExportFormatName } from './export/export-formats.ts'
export { AUDIT_ERROR_CODES, AuditError, type AuditErrorCode } from './audit-error.ts'
export { LIMITS } from './limits.ts'
