import type { Action } from '../../action.ts'
import type { TraceMatch } from '../../decision.ts'
import type { Facts, Known, Need } from '../../facts.ts'
import type { JsonObject } from '../../json-value.ts'
import type { TruthMask } from '../truth-mask.ts'
import type { TraceText } from '../trace/trace-text.ts'

/** A condition made ready: patterns parsed, operands read, nothing left to fail but the input. */
export interface CompiledCondition {
  /**
   * Which values the condition can have. One value when everything is known; facts are undefined where time and
   * state are unknown, and `UNKNOWN_PARAMETERS` stands where the arguments and the target are.
   */
  evaluate(action: Action, facts: Facts | undefined): TruthMask
  /** For people: what was expected and what was found, values redacted. */
  explain(action: Action, facts: Facts, text: TraceText): Explanation
  /** Once it has a value for certain: what it asks and what in the call gave it that. Absent where nothing can be named. */
  met?(action: Action, facts: Facts, text: TraceText): readonly TraceMatch[]
  /** What went wrong in a complete evaluation that gave an error, without any value of the call; else undefined. */
  problem(action: Action, facts: Facts): string | undefined
  /** Adds the state that the condition reads. */
  addNeeds(action: Action, into: Map<string, Need>, known: Known): void
}

/** `part` is relative to the condition: empty for itself, `any[1]` for a nested one. */
export interface Explanation {
  readonly part: string
  readonly detail: string
}

/** Stands in for arguments that are not known; never compared by content. */
export const UNKNOWN_PARAMETERS: JsonObject = Object.freeze({})
