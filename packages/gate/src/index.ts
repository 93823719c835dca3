/**
 * The one road of a call, for whatever surface it comes from: proxy, `guard()`, hooks.
 *
 * It knows no wire, no queue and no store; they come in as ports. It never opens a file, a socket or a process.
 */
export { createGate, type Gate, type GateOptions } from './gate.ts'
export type { Decided } from './decide-action.ts'
export { evaluationId, type Call, type Held, type Ruling, type Settled } from './call.ts'
export type { Surface } from './surface.ts'
export type { WhenSuperseded } from './verdict-after.ts'
export type {
  Answer,
  Ask,
  AskedAction,
  AskRequest,
  CallByNow,
  DecidedAction,
  DecidedEvent,
  EventHead,
  PendingAnswer,
  Recorder,
  RefusedEvent,
  ResultEvent,
} from './ports.ts'
export { createMemoryRecord } from './memory-record.ts'
export { quietly, safeRecord, type SafeRecord } from './safe-record.ts'
export { after } from './after.ts'
export { hintsLines, hintsNotice, hintsOf, timeText, type Hints, type HintsNotice } from './hints.ts'
export { EVALUATORS, VERDICT_CODES, type Verdict, type VerdictCode } from './verdict.ts'
export type { Environment, GeoLocation } from './sessions/environment.ts'
export type { HeldSession, KnownSession, SessionEntry, Sessions } from './sessions/sessions.ts'
export { createMemorySessions, type SessionBounds } from './sessions/memory-sessions.ts'
export type { Revocation, Revocations, Standing } from './standing/standing.ts'
export { TARGET_KINDS, targetKey, type Target } from './standing/target.ts'
export {
  createListeners,
  createMemoryBroadcaster,
  type Broadcaster,
  type Listener,
  type Listeners,
} from './standing/broadcaster.ts'
export { readRevocation, readTarget, revocationJson, targetJson } from './standing/revocation-json.ts'
export { STANDING_ERROR_CODES, StandingError, type StandingErrorCode } from './standing/standing-error.ts'
export { createMemoryRevocations } from './standing/memory-revocations.ts'
export { createDrift, type Drift } from './drift/create-drift.ts'
export { DRIFT_DEFAULTS, type DriftOptions } from './drift/drift-options.ts'
export { createInvariants, type Invariants } from './invariants/create-invariants.ts'
export type { Demand, Invariant, InvariantHead } from './invariants/invariant.ts'
export { invariantsSchema } from './invariants/invariants-schema.ts'
export { readInvariants, type ReadInvariants } from './invariants/read-invariants.ts'
export type { ActionContext } from './evaluators/action-context.ts'
export type { Evaluator, Objection } from './evaluators/evaluator.ts'
export type { Finding, Invalidation, Refusal } from './evaluators/finding.ts'
export { describeEnforcement, type DescribedEnforcement, type Enforcement } from './enforcement.ts'
export type { Publish } from './invalidations.ts'
export type { ObserveOnly } from './observe-only.ts'
export type { Permit, PermitGrounds, SignPermit } from './permits.ts'
export { PERMIT_CARRIERS } from './permit-carriers.ts'
export {
  createFloor,
  PROTECTED_PATH_CODE,
  PROTECTED_PATH_RULE_ID,
  type Floor,
  type FloorOptions,
} from './floor.ts'
export type { FloorDenial } from './floor/denial.ts'
export type { LinkResolver } from './floor/inquiry.ts'
export { LIMITS } from './limits.ts'
