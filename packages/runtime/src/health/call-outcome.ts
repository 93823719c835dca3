import type { Decided, Verdict } from '@kvlar/gate'

export const CALL_OUTCOMES = ['allowed', 'denied', 'pending_approval'] as const

/** What was said of a call first, in the words of the record. */
export type CallOutcome = (typeof CALL_OUTCOMES)[number]

export function outcomeOf({ outcome }: Pick<Verdict, 'outcome'>): CallOutcome {
  return OUTCOMES[outcome]
}

const OUTCOMES = {
  allow: 'allowed',
  deny: 'denied',
  require_approval: 'pending_approval',
} as const satisfies Record<Verdict['outcome'], CallOutcome>

/** What was said of a call as a whole, and the action for which that was said. */
export interface JudgedCall {
  readonly outcome: CallOutcome
  readonly deciding: Decided
}

/**
 * One that is denied stops the whole call, one that waits holds it.
 * @returns undefined for a call that asks for nothing
 */
export function judgedCall(judged: readonly Decided[]): JudgedCall | undefined {
  const first = (outcome: Verdict['outcome']): Decided | undefined =>
    judged.find(({ effective }) => effective.outcome === outcome)
  const denied = first('deny')
  if (denied !== undefined) return { outcome: 'denied', deciding: denied }
  const waiting = first('require_approval')
  if (waiting !== undefined) return { outcome: 'pending_approval', deciding: waiting }
  const allowed = first('allow')
  return allowed && { outcome: 'allowed', deciding: allowed }
}
