import {
  decideWithState,
  type Action,
  type Counters,
  type Decision,
  type Engine,
  type Facts,
} from '@kvlar/core'
import { PROTECTED_PATH_CODE, PROTECTED_PATH_RULE_ID, type Floor } from '@kvlar/gate'
import { after } from './after.ts'
import type { Verdict } from './verdict.ts'

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
    const input = { action, decisionId, nowMs: now(), sessionStartedAtMs }
    return after(decideWithState(engine, counters, input), ({ decision, verdict, facts }) => {
      const isStateKnown = verdict.code !== 'EVALUATION_STATE_UNAVAILABLE'
      const effective = (isStateKnown ? floorVerdict(floor, action) : undefined) ?? verdict
      const decideUs = Math.round((performance.now() - startedAt) * 1000)
      return { action, decisionId, decision, effective, facts, decideUs }
    })
  }
}

function floorVerdict(floor: Floor | undefined, action: Action): Verdict | undefined {
  const denial = floor?.(action)
  if (denial === undefined) return undefined
  return {
    outcome: 'deny',
    code: PROTECTED_PATH_CODE,
    ruleId: PROTECTED_PATH_RULE_ID,
    reason: denial.reason,
  }
}
