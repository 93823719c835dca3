import type { Facts, Need } from '../../facts.ts'
import type { RateCounters } from './memory-counters.ts'

/** Where the facts of one decision come from. */
export interface FactSources {
  readonly nowMs: number
  /** One per call, kept when the same call is decided again. */
  readonly decisionId: string
  readonly counters: RateCounters
  readonly sessionStartedAtMs?: number
}

/** The facts that answer the needs of an action; what no source knows stays out, which is an error where it is read. */
export function gatherFacts(needs: readonly Need[], sources: FactSources): Facts {
  const { nowMs, decisionId, counters, sessionStartedAtMs } = sources
  return {
    nowMs,
    ...(needs.length > 0 && { counts: counters.count(needs, decisionId, nowMs) }),
    ...(sessionStartedAtMs !== undefined && { sessionStartedAtMs }),
  }
}
