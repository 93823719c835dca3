import type { Action } from '../../action.ts'
import {
  DEFAULT_DENY_RULE_ID,
  EVALUATION_ERROR_RULE_ID,
  type Decision,
  type DecisionCode,
} from '../../decision.ts'
import type { DecisionDetail, Engine } from '../../engine.ts'
import type { Facts, Need } from '../../facts.ts'
import type { EffectType } from '../../rule.ts'

/** Counts calls within sliding windows; `createMemoryCounters` is one. Throwing or rejecting denies. */
export interface Counters {
  /** Counts a decision once, however often its id is given, and returns the counts in the form of `Facts.counts`. */
  count(needs: readonly Need[], decisionId: string, nowMs: number): Counts | Promise<Counts>
}

export type Counts = ReadonlyMap<string, number>

/** What is decided, and when. */
export interface DecisionInput {
  readonly action: Action
  /** One per call, kept when the same call is decided again. */
  readonly decisionId: string
  readonly nowMs: number
  readonly sessionStartedAtMs?: number
  /** Key names and field paths that the caller hides beside the policy; none of it is in what `matched` says. */
  readonly hide?: readonly string[]
}

/** What the policy says, or that it could not be asked. */
export interface PolicyVerdict {
  readonly outcome: EffectType
  readonly code: DecisionCode | 'EVALUATION_STATE_UNAVAILABLE'
  readonly ruleId: string
  readonly reason: string
}

/** A decision and what it was decided on. */
export interface StatefulDecision {
  readonly decision: Decision
  /** The decision's own, unless the state that it reads could not be had. */
  readonly verdict: PolicyVerdict
  readonly facts: Facts
}

/**
 * Fetches what the policy reads of an action and asks the policy: the one way to decide where state is involved.
 * Never throws and never rejects; with state at hand no promise is made.
 */
export function decideWithState(
  engine: Engine,
  counters: Counters,
  { action, decisionId, nowMs, sessionStartedAtMs, hide }: DecisionInput,
): StatefulDecision | Promise<StatefulDecision> {
  const detail = hide === undefined ? WITH_MATCHED : { ...WITH_MATCHED, hide }
  const bare: Facts = sessionStartedAtMs === undefined ? { nowMs } : { nowMs, sessionStartedAtMs }
  const conclude = (facts: Facts): StatefulDecision => {
    const decision = safeDecide(engine, { action, facts, detail })
    const { outcome, code, ruleId, reason } = decision
    return { decision, verdict: { outcome, code, ruleId, reason }, facts }
  }
  const unavailable = (): StatefulDecision => ({ ...conclude(bare), verdict: STATE_UNAVAILABLE })
  try {
    const needs = engine.needs(action)
    if (needs.length === 0) return conclude(bare)
    const counts = counters.count(needs, decisionId, nowMs)
    if (!(counts instanceof Promise)) return conclude({ ...bare, counts })
    return counts.then((found) => conclude({ ...bare, counts: found }), unavailable)
  } catch {
    return unavailable()
  }
}

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
