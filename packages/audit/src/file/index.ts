/**
 * The record on disk: any number of processes record into one home, each into a chain of its own.
 *
 * What was acknowledged survives the death of the process (`os`) or of the machine (`disk`). A home that cannot be
 * written rejects, so that whoever asked denies; it never drops an entry in silence.
 */
export type { Durability } from './append-file.ts'
export { openHome, readHomeId, type AuditHome } from './home.ts'
export { loadBundles } from './home-keys.ts'
export { readPolicyText, storePolicies, type PolicyInForce } from './policy-store.ts'
export { newestRows } from './newest-rows.ts'
export { newestCheckpoints } from './newest-checkpoints.ts'
export { proveInHome } from './prove-in-home.ts'
export { pruneChain, type PruneOptions } from './prune.ts'
export { readHome } from './read-home.ts'
export { Recorder, RECORDER_DEFAULTS, type Recorded, type RecorderOptions } from './recorder.ts'
export { tracesOfLostChains } from './traces.ts'
export { verifyHome, type HomeChainVerdict, type HomeExpectation, type HomeVerdict } from './verify-home.ts'
