import { DEFAULT_DENY_RULE_ID, type Action, type Decision, type Engine, type Facts } from '@kvlar/core'
import { PROTECTED_PATH_CODE, PROTECTED_PATH_RULE_ID, type Floor } from './floor.ts'
import type { Counters } from './ports.ts'
import { verdictOf, type Verdict } from './verdict.ts'

export interface DecideOptions {
  readonly engine: Engine
  readonly counters: Counters
  readonly floor?: Floor
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/** One action with its decision and what it was decided on. */
export interface Decided {
  readonly action: Action
  readonly decisionId: string
  readonly decision: Decision
  /** The decision, unless something above or below the policy denies. */
  readonly effective: Verdict
  readonly facts: Facts
  readonly decideUs: number
}

/** Decides an action; under the same decision id it is counted once, however often it is decided. */
export type DecideAction = (action: Action, decisionId: string) => Decided | Promise<Decided>

/** Fetches what the policy reads, asks the policy, and then the floor. Never throws and never rejects. */
export function createDecideAction(options: DecideOptions): DecideAction {
  const { engine, counters, floor, now = Date.now } = options
  const sessionStartedAtMs = now()

  return (action, decisionId) => {
    const startedAt = performance.now()
    const bare: Facts = { nowMs: now(), sessionStartedAtMs }
    const conclude = (facts: Facts, failure?: Verdict): Decided => {
      const decision = safeDecide(engine, action, facts)
      const effective = failure ?? floorVerdict(floor, action) ?? verdictOf(decision)
      const decideUs = Math.round((performance.now() - startedAt) * 1000)
      return { action, decisionId, decision, effective, facts, decideUs }
    }
    const unavailable = (): Decided => conclude(bare, STATE_UNAVAILABLE)
    try {
      const needs = engine.needs(action)
      if (needs.length === 0) return conclude(bare)
      const counts = counters.count(needs, decisionId, bare.nowMs)
      if (!(counts instanceof Promise)) return conclude({ ...bare, counts })
      return counts.then((found) => conclude({ ...bare, counts: found }), unavailable)
    } catch {
      return unavailable()
    }
  }
}

const STATE_UNAVAILABLE: Verdict = {
  outcome: 'deny',
  code: 'EVALUATION_STATE_UNAVAILABLE',
  ruleId: DEFAULT_DENY_RULE_ID,
  reason: 'a counter that the policy reads is not available',
}

/** An engine is total; if one is not, that denies. */
function safeDecide(engine: Engine, action: Action, facts: Facts): Decision {
  try {
    return engine.decide(action, facts)
  } catch {
    const reason = 'the policy could not be evaluated'
    return {
      outcome: 'deny',
      code: 'POLICY_DEFAULT_DENY',
      ruleId: DEFAULT_DENY_RULE_ID,
      reason,
      error: reason,
    }
  }
}

function floorVerdict(floor: Floor | undefined, action: Action): Verdict | undefined {
  if (floor?.(action) === undefined) return undefined
  return {
    outcome: 'deny',
    code: PROTECTED_PATH_CODE,
    ruleId: PROTECTED_PATH_RULE_ID,
    reason: 'an argument points into files that Kvlar protects, whatever the policy says',
  }
}
