/**
 * `guard()`: a function of agent code that runs only when the policy or a person says so.
 *
 * For authors of agents. One road: arguments read strictly and frozen, decided by the engine of `@kvlar/core`, put on
 * record, asked about where the policy says so, decided again, and only then run.
 * It opens no file, socket or process: policies, the queue, the record and counters come in as values. It never runs
 * anything but what was judged, and every failure denies.
 */
export { createKvlar, type Kvlar } from './create-kvlar.ts'
export { guardOver, type Guarding, type GuardOverOptions, type Question } from './guard-over.ts'
export type { LetGo } from './guard-function.ts'
export { createGuardGate, type GuardGateOptions } from './guard-gate.ts'
export { permitSigner, type PermitTerms, type TokenSigner } from './permit-signer.ts'
export { createAskReviewer, type AskReviewerOptions } from './ask-reviewer.ts'
export type { KvlarOptions } from './kvlar-options.ts'
export { readInvariants, type MaxValue, type StepOptions } from './steps.ts'
export type { KvlarContext } from './call-context.ts'
export type { CallOptions, Guard, GuardOptions } from './guard.ts'
export type { Guarded, GuardEvent, Recorder } from './ports.ts'
export type { InputOf, OutputOf, SchemaIssue, SchemaResult, StandardSchema } from './input/standard-schema.ts'
export { withCaller, type CallerArguments } from './with-caller.ts'
export { noticeOf, type Notice } from './notice.ts'
export { isKvlarError, type AnyKvlarError } from './errors/is-kvlar-error.ts'
export type { KvlarError } from './errors/kvlar-error.ts'
export type { StoppedCall } from './errors/call-stopped.ts'
export { KvlarDenied, type DenialCode } from './errors/kvlar-denied.ts'
export { ApprovalPending, type PendingRequest } from './errors/approval-pending.ts'
export { ApprovalDenied } from './errors/approval-denied.ts'
export { ApprovalExpired } from './errors/approval-expired.ts'
export {
  INVALID_ARGUMENTS_CODES,
  InvalidArguments,
  type InvalidArgumentsCode,
} from './errors/invalid-arguments.ts'
export { KvlarMisuse, MISUSE_CODES, type MisuseCode } from './errors/kvlar-misuse.ts'
export { LIMITS } from './limits.ts'
