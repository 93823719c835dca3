import type { Target } from '../standing/target.ts'
import type { VerdictCode } from '../verdict.ts'

/** What stops a call. `invalidate` turns its target away from then on, too. */
export type Finding = Refusal | Invalidation

export interface Refusal {
  readonly kind: 'refuse'
  readonly code: VerdictCode
  /** What it goes by where a rule would stand: the name of an invariant. */
  readonly ruleId: string
  /** For people and for the agent. */
  readonly reason: string
}

export interface Invalidation extends Omit<Refusal, 'kind'> {
  readonly kind: 'invalidate'
  readonly target: Target
}
