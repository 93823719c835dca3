/**
 * `Gate`: a policy in front of the actions of a program that runs them itself.
 *
 * For services and agent code that ask before they act, hand permits on to whoever acts, or put Kvlar before something
 * that is no function. Policies come from objects, texts and files; everything else comes in as values. It judges on the
 * same road as `guard()`, and runs nothing.
 */
export { Gate } from './gate.ts'
export type { GateOptions } from './gate-options.ts'
export { createJudgeOver, type JudgeAction, type JudgeOptions, type JudgeOverOptions } from './judge-over.ts'
export type { MaxValue, StepOptions } from '../steps.ts'
export type { ActionInput } from './action-input.ts'
export type { ApprovalVerdict, InvalidateVerdict, PermitVerdict, RefuseVerdict, Verdict } from './verdict.ts'
export type { TokenSigner } from '../permit-signer.ts'
export { createMemoryBroadcaster, type Broadcaster } from '@kvlar/gate'
export { Refused } from '../errors/refused.ts'
export { Invalidated } from '../errors/invalidated.ts'
export { ApprovalPending } from '../errors/approval-pending.ts'
