/**
 * The files of MCP clients on this machine: found, planned for, and changed.
 *
 * A plan only reads; carrying it out keeps a copy of what was there, and replaces each file whole or not at all.
 */
export { detectFiles, type DetectedFile } from './find/detect.ts'
export type { FileChoice } from './find/choose-files.ts'
export { cacheOf } from './find/cache-of.ts'
export { isSameFile, mayStart, type StartTrust } from './find/may-start.ts'
export { BUNDLED_HELP, bundledText, findBundled, type Bundled } from './find/find-bundled.ts'
export { findWideRoots, narrowerText, wideRootText, type WideRoot } from './find/wide-roots.ts'
export { planWrap, type WrapOptions } from './plan/plan-wrap.ts'
export { planHooks, type HookOptions } from './plan/plan-hooks.ts'
export { planUnwrap, type UnwrapOptions } from './plan/plan-unwrap.ts'
export type { Plan, PlannedFile, PlannedHook, PlanProblem } from './plan/plan.ts'
export { planJson } from './plan/plan-json.ts'
export { shownName } from '../rewrite/planned-server.ts'
export { applyPlan, type AppliedFile, type ApplyOptions, type ApplyStep } from './write/apply-plan.ts'
export { namedServers, type NamedServer } from './find/named-servers.ts'
export { installedHooks, type InstalledHook } from './find/installed-hooks.ts'
