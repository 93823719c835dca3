import type { Action } from '../../action.ts'
import {
  DEFAULT_DENY_RULE_ID,
  EVALUATION_ERROR_RULE_ID,
  type Decision,
  type DecisionCode,
  type ReachedLimit,
} from '../../decision.ts'
import type { DecisionDetail, Engine } from '../../engine.ts'
import type { Facts, Mark } from '../../facts.ts'
import type { EffectType } from '../../rule.ts'
import type { Counters, Counts } from './counters.ts'

/** What is decided, and when. */
export interface DecisionInput {
  readonly action: Action
  /** One per call, kept when the same call is decided again. */
  readonly decisionId: string
  readonly nowMs: number
  readonly sessionStartedAtMs?: number
  readonly sessionId?: string
  /** Key names and field paths that the caller hides beside the policy; none of it is in what `matched` says. */
  readonly hide?: readonly string[]
}

/** What the policy says, or that it could not be asked. */
export interface PolicyVerdict {
  readonly outcome: EffectType
  readonly code: DecisionCode | 'EVALUATION_STATE_UNAVAILABLE'
  readonly ruleId: string
  readonly reason: string
  readonly suggestion?: string
  readonly limit?: ReachedLimit
}

/** A decision and what it was decided on. */
export interface StatefulDecision {
  readonly decision: Decision
  /** The decision's own, unless the state that it reads could not be had. */
  readonly verdict: PolicyVerdict
  readonly facts: Facts
  /** What the call leaves behind if it is let go. */
  readonly marks: readonly Mark[]
  /** Whether all of that stands already: whoever does not let the call go takes it away. */
  readonly isMarked: boolean
}

/** What the counters say of a call, and what it leaves there. */
export type FetchedCounts =
  | typeof NOTHING_COUNTED
  | { readonly kind: 'counted'; readonly counts: Counts; readonly marks: readonly Mark[] }
  | typeof NO_COUNTS

const NOTHING_COUNTED = Object.freeze({ kind: 'nothing_counted' })
const NO_COUNTS = Object.freeze({ kind: 'unavailable' })

/**
 * Fetches what the policy reads of an action, and leaves the action's marks in the same step. Never throws and never
 * rejects; with counters at hand no promise is made.
 */
export function fetchCounts(
  engine: Engine,
  counters: Counters,
  { action, decisionId, nowMs, sessionId }: Omit<DecisionInput, 'sessionStartedAtMs' | 'hide'>,
): FetchedCounts | Promise<FetchedCounts> {
  try {
    const known = sessionId === undefined ? undefined : { sessionId }
    const needs = engine.needs(action, known)
    const marks = engine.marks(action, known)
    if (needs.length === 0 && marks.length === 0) return NOTHING_COUNTED
    const counted = (counts: Counts): FetchedCounts => ({ kind: 'counted', counts, marks })
    const found = counters.count({ decisionId, nowMs, needs, marks })
    return found instanceof Promise ? found.then(counted, () => NO_COUNTS) : counted(found)
  } catch {
    return NO_COUNTS
  }
}

/** Asks the policy, with counts that were fetched for the same input. Never throws. */
export function decideOnCounts(
  engine: Engine,
  fetched: FetchedCounts,
  { action, nowMs, sessionStartedAtMs, sessionId, hide }: DecisionInput,
): StatefulDecision {
  const detail = hide === undefined ? WITH_MATCHED : { ...WITH_MATCHED, hide }
  const bare: Facts = sessionStartedAtMs === undefined ? { nowMs } : { nowMs, sessionStartedAtMs }
  const conclude = (facts: Facts, marks: readonly Mark[], isMarked: boolean): StatefulDecision => {
    const decision = safeDecide(engine, { action, facts, detail })
    return { decision, verdict: verdictOf(decision), facts, marks, isMarked }
  }
  switch (fetched.kind) {
    case 'nothing_counted':
      return conclude(bare, NO_MARKS, true)
    case 'counted': {
      const { counts, freeAtMs, isMarked } = fetched.counts
      const known = sessionId === undefined ? undefined : { sessionId }
      return conclude({ ...bare, ...known, counts, freeAtMs }, fetched.marks, isMarked)
    }
    case 'unavailable':
      return { ...conclude(bare, NO_MARKS, false), verdict: STATE_UNAVAILABLE }
  }
}

/** Both in one: the way to decide where nothing else is fetched. Never throws and never rejects. */
export function decideWithState(
  engine: Engine,
  counters: Counters,
  input: DecisionInput,
): StatefulDecision | Promise<StatefulDecision> {
  const fetched = fetchCounts(engine, counters, input)
  return fetched instanceof Promise
    ? fetched.then((later) => decideOnCounts(engine, later, input))
    : decideOnCounts(engine, fetched, input)
}

function verdictOf({ outcome, code, ruleId, reason, suggestion, limit }: Decision): PolicyVerdict {
  const verdict = { outcome, code, ruleId, reason }
  // Most have neither.
  if (suggestion === undefined && limit === undefined) return verdict
  return {
    ...verdict,
    ...(suggestion !== undefined && { suggestion }),
    ...(limit !== undefined && { limit }),
  }
}

const NO_MARKS: readonly Mark[] = Object.freeze([])

const STATE_UNAVAILABLE: PolicyVerdict = {
  outcome: 'deny',
  code: 'EVALUATION_STATE_UNAVAILABLE',
  ruleId: DEFAULT_DENY_RULE_ID,
  reason: 'a counter that the policy reads is not available',
}

/** Whoever is told of a call that does not run is told why; an allowed one costs nothing more. */
const WITH_MATCHED: DecisionDetail = { matched: true }

/** An engine is total; if one is not, that denies. */
function safeDecide(
  engine: Engine,
  {
    action,
    facts,
    detail,
  }: { readonly action: Action; readonly facts: Facts; readonly detail: DecisionDetail },
): Decision {
  try {
    return engine.decide(action, facts, detail)
  } catch {
    const reason = 'the policy could not be evaluated'
    return {
      outcome: 'deny',
      code: 'EVALUATION_ERROR',
      ruleId: EVALUATION_ERROR_RULE_ID,
      reason,
      error: reason,
    }
  }
}
