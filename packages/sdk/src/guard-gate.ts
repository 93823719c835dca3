import type { Approvals } from '@kvlar/approvals'
import type { Action } from '@kvlar/core'
import { createGate, type Gate, type GateOptions } from '@kvlar/gate'
import { createAskReviewer, type AskReviewerOptions } from './ask-reviewer.ts'
import { permitSigner, type TokenSigner } from './permit-signer.ts'
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
  extends Omit<GuardGateOptions, 'ask' | 'sign'>, Omit<AskReviewerOptions, 'approvals'> {
  /** Absent: a call that needs approval is denied. */
  readonly approvals?: Approvals
  readonly tokenSigner?: TokenSigner
  readonly permitAudience?: string
  readonly permitLifetimeSeconds?: number
}

/** The same with the queue of which the caller is the owner. */
export function gateOverQueue({
  approvals,
  tokenSigner,
  permitAudience = 'kvlar',
  permitLifetimeSeconds: lifetimeSeconds,
  ...rest
}: QueueGateOptions): Pick<RoadOptions, 'gate' | 'finish'> {
  const audienceOf = ({ server = permitAudience }: Action): string => server
  const terms = { audienceOf, lifetimeSeconds }
  const options = { ...rest, ...(tokenSigner !== undefined && { sign: permitSigner(tokenSigner, terms) }) }
  if (approvals === undefined) return { gate: createGuardGate(options) }
  return {
    gate: createGuardGate({ ...options, ask: createAskReviewer({ ...options, approvals }) }),
    finish: (id, result) => approvals.finish(id, result),
  }
}
