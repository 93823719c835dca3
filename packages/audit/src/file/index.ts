/**
 * The record on disk: any number of processes record into one home, each into a chain of its own.
 *
 * What was acknowledged survives the death of the process (`os`) or of the machine (`disk`). A home that cannot be
 * written rejects, so that whoever asked denies; it never drops an entry in silence.
 */
export type { Durability } from './write/append-file.ts'
export { openHome, readHomeId, type AuditHome } from './home/home.ts'
export { loadBundles } from './home/home-keys.ts'
export {
  readPolicyText,
  storePolicies,
  type BesidePolicies,
  type PolicyInForce,
} from './home/policy-store.ts'
export {
  homeReportJson,
  homeReportLines,
  unsignedChains,
  verdictText,
  type JudgedHome,
} from './read/home-report.ts'
export { homeBytes } from './read/home-bytes.ts'
export { heldChains, type HeldChain } from './read/held-chains.ts'
export { newestRows } from './read/newest-rows.ts'
export { newestCheckpoints } from './read/newest-checkpoints.ts'
export { proveInHome } from './read/prove-in-home.ts'
export { pruneChain, type PruneOptions } from './read/prune.ts'
export { readHome } from './read/read-home.ts'
export {
  RecordWriter,
  RECORD_WRITER_DEFAULTS,
  type Recorded,
  type RecordLag,
  type RecordWriterOptions,
} from './write/record-writer.ts'
export { tracesOfLostChains } from './write/traces.ts'
export {
  verifyHome,
  type HomeChainVerdict,
  type HomeExpectation,
  type HomeVerdict,
  type UnreadChain,
} from './read/verify-home.ts'
