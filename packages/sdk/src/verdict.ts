import type { DecisionCode, EffectType } from '@kvlar/core'

/** Why a call did not run where neither the policy nor a reviewer said no. */
export const SDK_DENIAL_CODES = [
  /** A counter that the policy reads could not be had. */
  'EVALUATION_STATE_UNAVAILABLE',
  /** The decision could not be recorded. */
  'KVLAR_RECORD_FAILED',
  /** The caller withdrew the call before it ran. */
  'KVLAR_WITHDRAWN',
  /** Nobody could be asked. */
  'APPROVAL_UNAVAILABLE',
] as const

export type DenialCode = DecisionCode | (typeof SDK_DENIAL_CODES)[number]

/** What became of a call: what the policy said, or what came of asking. */
export interface Verdict {
  readonly outcome: EffectType
  readonly code: DenialCode | 'APPROVAL_DENIED' | 'APPROVAL_EXPIRED'
  readonly ruleId: string
  readonly reason: string
}
