import type { Approvals } from '@kvlar/approvals'
import { createGate, type Gate, type GateOptions } from '@kvlar/gate'
import { createAskReviewer, type AskReviewerOptions } from './ask-reviewer.ts'
import type { Guarded } from './ports.ts'
import type { RoadOptions } from './road.ts'

/** What a gate for guarded functions is made of. */
export type GuardGateOptions = Omit<GateOptions<Guarded>, 'whenUnasked' | 'whenSuperseded'>

/** The road of every call, as guarded functions go on it. */
export function createGuardGate(options: GuardGateOptions): Gate<Guarded> {
  // Whoever would make the call again is this very function, so it takes the policy's answer at once.
  return createGate<Guarded>({ ...options, whenSuperseded: 'policy_answer' })
}

export interface QueueGateOptions
  extends Omit<GuardGateOptions, 'ask'>, Omit<AskReviewerOptions, 'approvals'> {
  /** Absent: a call that needs approval is denied. */
  readonly approvals?: Approvals
}

/** The same with the queue of which the caller is the owner. */
export function gateOverQueue({
  approvals,
  ...options
}: QueueGateOptions): Pick<RoadOptions, 'gate' | 'finish'> {
  if (approvals === undefined) return { gate: createGuardGate(options) }
  return {
    gate: createGuardGate({ ...options, ask: createAskReviewer({ ...options, approvals }) }),
    finish: (id, result) => approvals.finish(id, result),
  }
}
