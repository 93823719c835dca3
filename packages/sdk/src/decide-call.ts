import { decideWithState, type Counters, type Decision, type Engine, type Facts } from '@kvlar/core'
import type { AskedCall } from '@kvlar/approvals'
import type { JudgedCall } from './judged-call.ts'
import type { Verdict } from './verdict.ts'

export interface DecideOptions {
  /** The one in force now. */
  readonly engine: () => Engine
  readonly counters: Counters
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** What the policy says of a call by now, and what it was decided on. */
export interface Decided {
  readonly decision: Decision
  /** The decision, unless the state that it reads could not be had. */
  readonly verdict: Verdict
  readonly facts: Facts
  readonly policyDigest: string
  readonly redactFields: readonly string[]
  readonly decideUs: number
}

/** Never rejects. However often it decides one call, the call is counted once. */
export type DecideCall = (call: JudgedCall) => Promise<Decided>

export function createDecideCall({ engine, counters, now }: DecideOptions): DecideCall {
  return async ({ action, decisionId, sessionStartedAtMs, redact }) => {
    const startedAt = performance.now()
    const current = engine()
    const decided = await decideWithState(current, counters, {
      action,
      decisionId,
      nowMs: now(),
      hide: redact,
      ...(sessionStartedAtMs !== undefined && { sessionStartedAtMs }),
    })
    return {
      ...decided,
      policyDigest: current.digest,
      redactFields: [...current.redactFields(action), ...redact],
      decideUs: Math.round((performance.now() - startedAt) * 1000),
    }
  }
}

/** What a reviewer is asked about. */
export function askedCall({ action, sessionId }: JudgedCall, decided: Decided): AskedCall {
  const { decision, policyDigest, redactFields } = decided
  return { sessionId, action, redactFields, decision, policyDigest }
}
