import type { Hints } from '@kvlar/gate'
import { KvlarError } from './kvlar-error.ts'

/** A call that has not run, and why. */
export interface StoppedCall {
  /** Name of the guarded function. */
  readonly resource: string
  /** The rule that denied or asked, or `_default_deny`, or `_evaluation_error`. */
  readonly ruleId: string
  /** For people and for the agent; with the reviewer's note, where there is one. */
  readonly reason: string
  /** Under which the record keeps the call. */
  readonly decisionId: string
  /** What a program can do about it. */
  readonly hints: Hints
}

/** A call that has not run although its arguments could be judged. */
export abstract class CallStopped<Code extends string> extends KvlarError<Code> implements StoppedCall {
  readonly resource: string
  readonly ruleId: string
  readonly reason: string
  readonly decisionId: string
  readonly hints: Hints

  constructor(code: Code, message: string, { resource, ruleId, reason, decisionId, hints }: StoppedCall) {
    super(code, message)
    this.resource = resource
    this.ruleId = ruleId
    this.reason = reason
    this.decisionId = decisionId
    this.hints = hints
  }
}
