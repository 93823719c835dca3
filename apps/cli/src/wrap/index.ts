/**
 * Puts Kvlar in front of the servers of MCP clients, in the files those clients keep, and takes it away again.
 *
 * For the `kvlar wrap` and `kvlar unwrap` commands: a plan first, which only reads, then its application. Files keep
 * their comments, order and formatting; nothing is parsed from a command line and nothing is printed here.
 */
export { CLIENTS } from './clients.ts'
export type { Client, ClientFile, ClientNote, FileScope, Spelling } from './client.ts'
export type { Environment } from './environment.ts'
export { detectFiles, type DetectedFile } from './detect.ts'
export { planWrap, type WrapOptions } from './plan-wrap.ts'
export { planUnwrap, type UnwrapOptions } from './plan-unwrap.ts'
export { applyPlan, type AppliedFile, type ApplyOptions, type ApplyStep } from './apply-plan.ts'
export type { Plan, PlannedFile, PlannedServer, PlanProblem, ServerAction } from './plan.ts'
export type { CuratedChoice, FittingPolicy } from './choose-policies.ts'
export type { ServerStart } from './server-start.ts'
export { formatPath } from './format-path.ts'
export { unifiedDiff, type DiffNames } from './unified-diff.ts'
export { findWideRoots, narrowerText, wideRootText, type WideRoot } from './wide-roots.ts'
export { findBundled, type Bundled } from './find-bundled.ts'
export { stateFolder, stateHome } from './state-folder.ts'
export { serverEnvironment } from './server-variables.ts'
export { readJournal, type Journal, type JournalFile, type JournalStep } from './journal.ts'
export { WRAP_ERROR_CODES, type WrapErrorCode } from './wrap-error.ts'
