import type { DecisionCode, EffectType } from '@kvlar/core'

/** Why a call ended as it did, where the policy alone does not say it. */
export const VERDICT_CODES = [
  /** An argument points into Kvlar's own files. */
  'KVLAR_PROTECTED_PATH',
  /** A counter the policy reads could not be had. */
  'EVALUATION_STATE_UNAVAILABLE',
  /** The decision could not be recorded, so nothing ran. */
  'KVLAR_RECORD_FAILED',
  /** Too many calls wait for people already. */
  'KVLAR_OVERLOADED',
  /** The caller gave the call up before it ran. */
  'KVLAR_WITHDRAWN',
  /** A reviewer said no. */
  'APPROVAL_DENIED',
  /** Nobody answered in time. */
  'APPROVAL_EXPIRED',
  /** The question could not be asked. */
  'APPROVAL_UNAVAILABLE',
  /** The policy no longer asks this question: the answer to it is void. */
  'APPROVAL_SUPERSEDED',
] as const

export type VerdictCode = DecisionCode | (typeof VERDICT_CODES)[number]

/** The effective decision on one action: what the policy said and what came of it. */
export interface Verdict {
  /** `require_approval`: held, and nothing has run. */
  readonly outcome: EffectType
  readonly code: VerdictCode
  readonly ruleId: string
  readonly reason: string
}
