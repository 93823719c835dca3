import type { Decided } from '@kvlar/gate'
import { judgedCall } from './call-outcome.ts'
import type { HealthStats } from './health.ts'

/** Counts calls, each by what was said of it first, as the record has it. */
export interface Tally {
  readonly judged: (judged: readonly Decided[]) => void
  readonly read: () => Pick<HealthStats, 'allowed' | 'denied' | 'approval'>
}

export function createTally(): Tally {
  const counts = { allowed: 0, denied: 0, pending_approval: 0 }
  return {
    judged: (judged) => {
      const call = judgedCall(judged)
      if (call !== undefined) counts[call.outcome] += 1
    },
    read: () => ({ allowed: counts.allowed, denied: counts.denied, approval: counts.pending_approval }),
  }
}
