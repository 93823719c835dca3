/** A call that has not run, and why. */
export interface StoppedCall {
  /** Name of the guarded function. */
  readonly resource: string
  /** The rule that denied or asked, or `_default_deny`, or `_evaluation_error`. */
  readonly ruleId: string
  /** For people and for the agent. */
  readonly reason: string
  /** Under which the record keeps the call. */
  readonly decisionId: string
  /** The request that a reviewer was asked with, where there is one. */
  readonly approvalId?: string
}
