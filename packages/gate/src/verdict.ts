import type { DecisionCode, EffectType, ReachedLimit } from '@kvlar/core'
import type { Target } from './standing/target.ts'

/** Why a call ended as it did, where the policy alone does not say it. */
export const VERDICT_CODES = [
  /** Everything is turned away. */
  'KILL_SWITCH',
  /** The session was revoked, or invalidated by drift or an evaluator. */
  'SESSION_INVALID',
  /** The principal, or a role of it, was revoked. */
  'IDENTITY_FAILED',
  /** An argument points into Kvlar's own files. */
  'KVLAR_PROTECTED_PATH',
  /** A counter, a session or a revocation that is read could not be had. */
  'EVALUATION_STATE_UNAVAILABLE',
  /** The session has moved too far from how it began. */
  'DRIFT_DETECTED',
  /** Something that holds whatever the policy says does not hold. */
  'INVARIANT_VIOLATION',
  /** An evaluator of the program refused. */
  'EVALUATOR_REFUSED',
  /** Shadow mode: the call was let go although enforcement would have stopped it. */
  'KVLAR_OBSERVED',
  /** The decision could not be recorded, so nothing ran. */
  'KVLAR_RECORD_FAILED',
  /** The permit could not be signed. */
  'PERMIT_FAILED',
  /** The permit had expired before it could be handed out. */
  'PERMIT_EXPIRED',
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

/** Who can stop a call, in the order in which they are asked; evaluators of the program follow the invariants. */
export const EVALUATORS = [
  'standing',
  'sessions',
  'floor',
  'policy',
  'drift',
  'invariants',
  'record',
  'approvals',
  'permit',
  /** The road itself, where something fails that must not. */
  'gate',
] as const

/** The effective decision on one action: what was said of it and what came of that. */
export interface Verdict {
  /** `require_approval`: held, and nothing has run. */
  readonly outcome: EffectType
  readonly code: VerdictCode
  readonly ruleId: string
  readonly reason: string
  /** Who said so: one of `EVALUATORS`, or an evaluator of the program. */
  readonly evaluator: string
  /** Of a denial: who is turned away from then on. */
  readonly invalidates?: Target
  /** What the caller could do instead, in the words of the policy's author. */
  readonly suggestion?: string
  /** Present where a limit decides. */
  readonly limit?: ReachedLimit
}

/** The same action, denied by what stands beside the policy. */
export function denied<Judged extends { readonly effective: Verdict }>(
  judged: Judged,
  why: Pick<Verdict, 'code' | 'reason' | 'evaluator'>,
): Judged {
  const { ruleId } = judged.effective
  return { ...judged, effective: { outcome: 'deny', ruleId, ...why } }
}
