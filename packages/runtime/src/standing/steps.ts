import type { GateOptions, Revocations } from '@kvlar/gate'

/** Beside the policies and the floor, all that can stop a call, or lets it go all the same; and who hears of each. */
export interface Steps extends Pick<
  GateOptions,
  'sessions' | 'drift' | 'invariants' | 'evaluators' | 'evaluatorTimeoutMs' | 'observeOnly' | 'onJudged'
> {
  readonly standing: Revocations
}
