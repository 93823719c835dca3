/** How a rule wants a human to be asked: the `effect.approval` block, with durations in milliseconds. */
export interface ApprovalTerms {
  /** Pending longer than this is denied. */
  readonly timeoutMs: number
  /** An approved call that has not run after this long lapses. */
  readonly executeWithinMs: number
  /** Who may decide: `user:<id>`, `group:<name>` or `role:<name>`; empty means any reviewer. */
  readonly approvers: readonly string[]
  /** How many distinct people must approve; the requester never counts. */
  readonly quorum: number
  /** Whether the requester may confirm the call; where approvers are named, only as one of them. */
  readonly allowSelf: boolean
  /** Whether a denial needs a note. */
  readonly requireNote: boolean
  /** Which grants a reviewer may give: `once`, `session` or a duration such as `1h`. */
  readonly grants: readonly string[]
  /** Field paths a reviewer may edit; empty means none. */
  readonly editable: readonly string[]
  /** Who is asked in addition, and how long after the request. */
  readonly escalate: readonly EscalationStep[]
  /** Where the request is announced; empty means every configured channel. */
  readonly channels: readonly string[]
  /** Field paths left out of the digest that binds the approval. */
  readonly digestExclude: readonly string[]
}

/** One step of an escalation. */
export interface EscalationStep {
  readonly afterMs: number
  readonly to: readonly string[]
}

/** The terms of a rule that states none: 5 minutes to decide, 5 minutes to run, one reviewer, once. */
export const DEFAULT_APPROVAL_TERMS: ApprovalTerms = {
  timeoutMs: 300_000,
  executeWithinMs: 300_000,
  approvers: [],
  quorum: 1,
  allowSelf: false,
  requireNote: false,
  grants: ['once'],
  editable: [],
  escalate: [],
  channels: [],
  digestExclude: [],
}
