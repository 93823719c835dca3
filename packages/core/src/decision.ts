import type { ApprovalTerms } from './approval-terms.ts'
import type { EffectType, Origin, RiskLevel, Truth } from './rule.ts'

/** Why a decision is what it is, as agents and audit entries see it. */
export const DECISION_CODES = [
  'POLICY_ALLOW',
  'POLICY_DENY',
  'POLICY_DEFAULT_DENY',
  'POLICY_APPROVAL_REQUIRED',
  /** A limit is reached: with room in it the call would not be denied. */
  'RATE_LIMIT_EXCEEDED',
  /** The engine could not evaluate the action at all, for example because it is malformed; denied. */
  'EVALUATION_ERROR',
] as const

export type DecisionCode = (typeof DECISION_CODES)[number]

/** The rule id of a call that no rule matched. */
export const DEFAULT_DENY_RULE_ID = '_default_deny'

/** The rule id of a call that could not be evaluated at all. */
export const EVALUATION_ERROR_RULE_ID = '_evaluation_error'

/** The answer to one action. */
export interface Decision {
  readonly outcome: EffectType
  readonly code: DecisionCode
  /** Id of the rule that decided, or `_default_deny`, or `_evaluation_error`. */
  readonly ruleId: string
  /** Name of the policy that declares it; absent when no rule matched. */
  readonly policy?: string
  readonly origin?: Origin
  /** For people: always present. */
  readonly reason: string
  /** What the caller could do instead, in the words of the policy's author. */
  readonly suggestion?: string
  /** Present where a limit decides: with room in it the call would be allowed, or asked about. */
  readonly limit?: ReachedLimit
  readonly riskLevel?: RiskLevel
  /** Present exactly on `require_approval`. */
  readonly approval?: ApprovalTerms
  /** Present when the rule matched only because a condition could not be evaluated: what went wrong. */
  readonly error?: string
  /** In short and redacted, what the call has that the rule asks for; only when asked for, and never on an allowed call. */
  readonly matched?: string
  /** Every rule up to the deciding one, in order, then the later ones that would have matched; only when asked for. */
  readonly trace?: readonly TraceStep[]
}

/** A limit that is reached. */
export interface ReachedLimit {
  /** How many calls, or which amount in whole units, the window still has room for. */
  readonly remaining: number
  /** When the same call would fit, if nothing else is let go, in milliseconds since the epoch; absent when never. */
  readonly resetsAtMs?: number
}

/** One rule of a trace: it matched, or the first part that did not hold, with the value it saw (redacted). */
export interface TraceStep {
  readonly ruleId: string
  readonly policy: string
  readonly origin: Origin
  readonly effect: EffectType
  /** Truth of the rule's match; `error` counts as a match in deny and approval rules. */
  readonly truth: Truth
  readonly matched: boolean
  /** The first part that failed or could not be evaluated, for example `resources` or `conditions[0]`. */
  readonly part?: string
  /** What was expected and what was found. */
  readonly detail?: string
  /** What the rule asks for and the call has; only of a rule that holds for certain and asks for more than any call has. */
  readonly matches?: readonly TraceMatch[]
}

/** One part of a rule that holds, and what in the call it met. */
export interface TraceMatch {
  /** The part, as `TraceStep` names it: `resources`, `conditions[0]`, `conditions[1].any[0]`. */
  readonly what: string
  /** Path of the argument, where one is asked. */
  readonly field?: string
  readonly operator?: string
  /** The one pattern or item that decided, as the policy writes it. */
  readonly pattern?: string
  /** The built-in list that the pattern is from. */
  readonly list?: string
  /** What met it: of a long text the part around it; hidden values and secrets stay hidden. */
  readonly text?: string
  /** The text as it is read, where that is not how it is written: a path without its `..`. */
  readonly reads?: string
}
