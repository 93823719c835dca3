import {
  decideWithState,
  EVALUATION_ERROR_RULE_ID,
  type Action,
  type Counters,
  type Decision,
  type Engine,
  type Facts,
} from '@kvlar/core'
import { after } from './after.ts'
import { PROTECTED_PATH_CODE, PROTECTED_PATH_RULE_ID, type Floor } from './floor.ts'
import type { Verdict } from './verdict.ts'

export interface DecideOptions {
  /** The one in force now: a call that waits is decided again by what is in force then. */
  readonly engine: () => Engine
  readonly counters: Counters
  readonly floor?: Floor
  /** Milliseconds since the epoch; the system's clock when absent. */
  readonly now?: () => number
}

/** One action of a call, as it is decided and decided again. */
export interface Subject {
  readonly action: Action
  /** However often the action is decided, it is counted once under this. */
  readonly decisionId: string
  readonly sessionStartedAtMs: number | undefined
  /** Hidden beside what the policy hides. */
  readonly redact: readonly string[]
}

/** An action with its decision and what it was decided on. */
export interface Decided extends Subject {
  readonly decision: Decision
  /** The decision, unless something above or below the policy denies. */
  readonly effective: Verdict
  readonly facts: Facts
  /** Of the engine that decided. */
  readonly policyDigest: string
  readonly redactFields: readonly string[]
  readonly decideUs: number
}

export type DecideAction = (subject: Subject) => Decided | Promise<Decided>

/** Fetches what the policy reads, asks the policy, and then the floor. With state at hand no promise is made. */
export function createDecideAction({ engine, counters, floor, now = Date.now }: DecideOptions): DecideAction {
  return (subject) => {
    const startedAt = performance.now()
    const current = engine()
    const { action, decisionId, sessionStartedAtMs, redact } = subject
    const input = {
      action,
      decisionId,
      nowMs: now(),
      ...(sessionStartedAtMs !== undefined && { sessionStartedAtMs }),
      ...(redact.length > 0 && { hide: redact }),
    }
    return after(decideWithState(current, counters, input), ({ decision, verdict, facts }): Decided => {
      const hidden = current.redactFields(action)
      return {
        action,
        decisionId,
        sessionStartedAtMs,
        redact,
        decision,
        effective: (isStateKnown(verdict) ? floorVerdict(floor, action) : undefined) ?? verdict,
        facts,
        policyDigest: current.digest,
        redactFields: redact.length === 0 ? hidden : [...hidden, ...redact],
        decideUs: Math.round((performance.now() - startedAt) * 1000),
      }
    })
  }
}

/** Whether the policy could be asked at all. */
export function isStateKnown({ code }: Verdict): boolean {
  return code !== 'EVALUATION_STATE_UNAVAILABLE'
}

function floorVerdict(floor: Floor | undefined, action: Action): Verdict | undefined {
  if (floor === undefined) return undefined
  try {
    const denial = floor(action)
    if (denial === undefined) return undefined
    return {
      outcome: 'deny',
      code: PROTECTED_PATH_CODE,
      ruleId: PROTECTED_PATH_RULE_ID,
      reason: denial.reason,
    }
  } catch {
    const reason = 'what Kvlar protects could not be looked at'
    return { outcome: 'deny', code: 'EVALUATION_ERROR', ruleId: EVALUATION_ERROR_RULE_ID, reason }
  }
}
