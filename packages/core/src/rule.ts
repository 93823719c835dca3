import type { FieldsOperator, FieldOperator, AnywhereOperator } from './operator-names.ts'
import type { ActionType } from './action.ts'
import type { ApprovalTerms } from './approval-terms.ts'
import type { JsonValue } from './json-value.ts'
import type { Weekday } from './match/calendar.ts'
import type { PrincipalKind } from './principal.ts'

/**
 * The one rule model. All three dialects are read into it; only the engine evaluates it.
 * Every value here is already validated and bounded by the loader.
 */
export interface Rule {
  readonly id: string
  /** Name of the policy that declares the rule. */
  readonly policy: string
  readonly description?: string
  readonly origin: Origin
  /** What the loader ordered the rules of one file by, lower first; nothing else reads it. */
  readonly priority: number
  readonly effect: Effect
  readonly match: Match
}

/** Where something was written. */
export interface Origin {
  /** File name, or a label such as `<object>` for policies built in code. */
  readonly file: string
  /** 1-based; 0 when unknown. */
  readonly line: number
  /** 1-based, in UTF-16 code units; 0 when unknown. */
  readonly column: number
}

export const EFFECT_TYPES = ['allow', 'deny', 'require_approval'] as const

export type EffectType = (typeof EFFECT_TYPES)[number]

export const RISK_LEVELS = ['low', 'medium', 'high', 'critical'] as const

export type RiskLevel = (typeof RISK_LEVELS)[number]

/** What a rule does when it matches. */
export interface Effect {
  readonly type: EffectType
  /** Always present on `deny` and `require_approval`; the loader writes one where a dialect has none. */
  readonly reason?: string
  /** What the caller could do instead, in the words of the policy's author; never on `allow`. */
  readonly suggestion?: string
  readonly riskLevel?: RiskLevel
  /** Key names and field paths whose values are never stored or shown. */
  readonly redactFields: readonly string[]
  /** Present exactly on `require_approval`. */
  readonly approval?: ApprovalTerms
}

/** What a rule applies to: all present parts must hold; within a list one item suffices. */
export interface Match {
  /** Which action types the rule covers; `any` only where the rule itself wrote a `*` glob. */
  readonly actionTypes: readonly ActionType[]
  readonly resources?: readonly Pattern[]
  /** Whether `resources` are compared without regard to case. */
  readonly ignoreCase?: true
  /** Words, folded, of which the name has one; never part of an allow rule. */
  readonly words?: readonly string[]
  readonly agentIds?: readonly Pattern[]
  readonly servers?: readonly Pattern[]
  readonly targets?: readonly Pattern[]
  readonly principals?: PrincipalMatch
  readonly condition?: Condition
}

/** Which principals a rule covers: all present parts must hold. */
export interface PrincipalMatch {
  readonly ids?: readonly Pattern[]
  readonly kinds?: readonly PrincipalKind[]
  /** The principal has at least one of these. */
  readonly roles?: readonly string[]
}

/**
 * A name pattern. `glob`: `*` any run (also empty, also `/` and `.`, never a line feed), `?` one code point,
 * `[abc]` and `[!abc]` classes with ranges, anchored at both ends, case-sensitive. `prefix`: Kavach's trailing `*`.
 */
export type Pattern =
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'prefix'; readonly text: string }
  | { readonly kind: 'glob'; readonly text: string }

/** A three-valued condition: true, false or error. `all`, `any`, `not` are strong Kleene logic. */
export type Condition =
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | FieldCondition
  | FieldsCondition
  | AnywhereCondition
  | ParameterRegexCondition
  | ArgumentsOnlyCondition
  | { readonly kind: 'resource'; readonly patterns: readonly Pattern[]; readonly origin: Origin }
  | { readonly kind: 'target'; readonly patterns: readonly Pattern[]; readonly origin: Origin }
  | { readonly kind: 'principal'; readonly principals: PrincipalMatch; readonly origin: Origin }
  | RateLimitCondition
  | HistoryCondition
  | { readonly kind: 'session_age_max'; readonly maxMs: number; readonly origin: Origin }
  | TimeWindowCondition

/** A test of one argument (or of several, with a wildcard). */
export interface FieldCondition {
  readonly kind: 'field'
  readonly path: FieldPath
  readonly operator: FieldOperator
  /** The operand, of the type the operator table asks for; null for operators without one. */
  readonly value: JsonValue
  /** Path globs that `path_within` does not cover, built-in lists expanded. */
  readonly except?: readonly string[]
  /** Whether `path_within` covers relative paths that do not climb above their start. */
  readonly relative?: boolean
  readonly origin: Origin
}

/** A test of several arguments that are judged as one: everybody whom a mail names, an amount with its currency. */
export interface FieldsCondition {
  readonly kind: 'fields'
  readonly operator: FieldsOperator
  /** Of `email_in`, where recipients stand; of `money`, the amount and, where the operand names one, its currency. */
  readonly paths: readonly FieldPath[]
  readonly value: JsonValue
  readonly origin: Origin
}

/** A test of every text of the call at any depth: keys, the resource and the target included. */
export interface AnywhereCondition {
  readonly kind: 'anywhere'
  readonly operator: AnywhereOperator
  readonly value: JsonValue
  readonly origin: Origin
}

/** `arguments: {only: [...]}`: true for a call that has no other arguments; any other one is an error. */
export interface ArgumentsOnlyCondition {
  readonly kind: 'arguments_only'
  /**
   * Paths of names and `[*]`; a name stands for all that is in it, unless a longer path goes on from there. A name with
   * `*` or `?` is a pattern for names of ASCII letters, digits, `_` and `-`; a name that is written out comes first.
   */
  readonly paths: readonly FieldPath[]
  readonly origin: Origin
}

/** `parameters: {name: regex}`: an unanchored search in a top-level argument; non-strings as canonical JSON. */
export interface ParameterRegexCondition {
  readonly kind: 'parameter_regex'
  readonly name: string
  readonly pattern: string
  readonly origin: Origin
}

/** At most `max` calls by this principal to this resource within `(now - windowMs, now]`, this one included. */
export interface RateLimitCondition {
  readonly kind: 'rate_limit'
  readonly max: number
  readonly windowMs: number
  readonly origin: Origin
}

/** What a condition on earlier calls measures: whether there were some that ended well, how many ran, or what they add up to. */
export const HISTORY_MEASURES = ['seen', 'count', 'sum'] as const

export type HistoryMeasure = (typeof HISTORY_MEASURES)[number]

/** Whose calls stand in one window. */
export const HISTORY_SCOPES = ['principal', 'agent', 'session', 'server', 'tool'] as const

export type HistoryScope = (typeof HISTORY_SCOPES)[number]

/**
 * A bound on calls within `(now - withinMs, now]`. `count` and `sum` take in this call and every other one that was let
 * go, whether it has ended or not; `seen` only earlier ones that ended `ok`.
 */
export interface HistoryCondition {
  readonly kind: 'history'
  readonly measure: HistoryMeasure
  /** Which calls stand in the window; those of the rule itself when absent. It reads no state. */
  readonly match?: Match
  /** Of `sum`: what is added up, and how it is read. */
  readonly sum?: SumTerms
  /** Each value of these has a window of its own; none: everybody shares one. */
  readonly by: readonly HistoryScope[]
  /** Arguments that must be the same in both calls. */
  readonly same: readonly SameArgument[]
  readonly withinMs: number
  readonly bound: 'at_most' | 'at_least'
  /** Of `sum` in ten-thousandths. */
  readonly limit: number
  /** Names the window, so that rules can share it; otherwise it is the rule's own. */
  readonly pot?: string
  readonly origin: Origin
}

/** What a sum adds up; without a unit plain numbers, with one an amount of money. */
export interface SumTerms {
  readonly path: FieldPath
  readonly unit?: 'major' | 'minor'
  /** Which currencies are meant; each is summed apart. */
  readonly currencies?: readonly string[]
  readonly currencyPath?: FieldPath
}

/** Where the same value stands: in this call and in the other one. */
export interface SameArgument {
  readonly here: FieldPath
  readonly there: FieldPath
}

/**
 * Wall-clock window, both ends inclusive at full precision; start after end wraps midnight. It belongs to the day on
 * which it starts.
 */
export interface TimeWindowCondition {
  readonly kind: 'time_window'
  /** Milliseconds after local midnight; 86,400,000 is the end of the day. */
  readonly startMs: number
  readonly endMs: number
  /** IANA zone name; `UTC` when none was written. */
  readonly zone: string
  /** Days of the week on which it starts; every day when absent. */
  readonly days?: readonly Weekday[]
  /** The first local date on which it starts, as an RFC 3339 `full-date`. */
  readonly from?: string
  /** The local date from which on it starts no more. */
  readonly until?: string
  readonly origin: Origin
}

export type Truth = 'true' | 'false' | 'error'

/** A dotted path into the arguments, with `[n]` and `[*]`. */
export interface FieldPath {
  /** As written; also the literal top-level key that takes part in the lookup. */
  readonly text: string
  readonly segments: readonly PathSegment[]
}

export type PathSegment =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'wildcard' }
