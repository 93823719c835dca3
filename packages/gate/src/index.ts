/**
 * The one road of a call, for whatever surface it comes from: proxy, `guard()`, hooks.
 *
 * It knows no wire, no queue and no store; they come in as ports. It never opens a file, a socket or a process.
 */
export { createGate, type Gate, type GateOptions } from './gate.ts'
export type { Call, Held, Ruling, Settled } from './call.ts'
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
export { VERDICT_CODES, type Verdict, type VerdictCode } from './verdict.ts'
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
