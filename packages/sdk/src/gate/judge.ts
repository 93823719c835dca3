import type { Engine } from '@kvlar/core'
import type { Gate as Road, Revocation, Target } from '@kvlar/gate'
import { createAskReviewer } from '../ask-reviewer.ts'
import { createGuardGate } from '../guard-gate.ts'
import { permitSigner } from '../permit-signer.ts'
import type { Guarded } from '../ports.ts'
import type { ActionInput } from './action-input.ts'
import type { ReadGateOptions } from './gate-options.ts'
import { createJudgeOver } from './judge-over.ts'
import type { Verdict } from './verdict.ts'

/** What a gate does with an action. */
export interface Judge {
  readonly evaluatorCount: number
  evaluate(input: ActionInput, signal?: AbortSignal): Promise<Verdict>
  revoke(target: Target, of: Pick<Revocation, 'reason' | 'by'>): Promise<void>
  restore(target: Target): Promise<boolean>
  close(): void
}

/** @throws ConfigError for evaluators that are none, and for a shadow mode whose end is none */
export function createJudge(options: ReadGateOptions, engine: () => Engine): Judge {
  const { revocations, broadcaster, approvals, approvalUrl, now, onFailure, holdMs } = options
  const closing = new AbortController()
  const judge = createJudgeOver({
    roadOver: (record) => createRoadOf({ ...options, record }, engine),
    record: options.record,
    closing: closing.signal,
    onFailure,
    ...(approvals !== undefined && { finish: (id, result) => approvals.finish(id, result) }),
    ...(approvalUrl !== undefined && { approvalUrl }),
  })
  const honour = async (revocation: Revocation): Promise<void> => {
    try {
      await revocations.revoke(revocation)
    } catch (error) {
      onFailure(error)
    }
  }
  const unsubscribe = broadcaster?.subscribe((revocation) => void honour(revocation))
  const { floor, steps } = options
  const { drift, invariants, evaluators = [] } = steps
  const others = [floor, drift, invariants].filter((step) => step !== undefined)

  return {
    evaluatorCount: 1 + others.length + evaluators.length,
    evaluate: (input, signal) => judge(input, { holdMs, ...(signal !== undefined && { signal }) }),
    revoke: async (target, { reason, by }) => {
      const revocation: Revocation = { target, reason, by, atMs: now() }
      await revocations.revoke(revocation)
      await broadcaster?.publish(revocation)
    },
    restore: async (target) => (await revocations.restore(target)) !== undefined,
    close: () => {
      unsubscribe?.()
      closing.abort(new Error('the gate is being closed'))
    },
  }
}

/** The road of every call, with what the options say stands on it. */
function createRoadOf(options: ReadGateOptions, engine: () => Engine): Road<Guarded> {
  const { steps, floor, tokenSigner, broadcaster, approvals } = options
  const { permitAudience: audience, permitLifetimeSeconds: lifetimeSeconds } = options
  return createGuardGate({
    engine,
    counters: options.rateStore,
    ...steps,
    record: options.record,
    now: options.now,
    onFailure: options.onFailure,
    ...(floor !== undefined && { floor }),
    ...(broadcaster !== undefined && { publish: (revocation) => broadcaster.publish(revocation) }),
    ...(approvals !== undefined && { ask: createAskReviewer({ ...options, approvals }) }),
    ...(tokenSigner !== undefined && {
      sign: permitSigner(tokenSigner, {
        audienceOf: ({ server = audience }) => server,
        lifetimeSeconds,
      }),
    }),
  })
}
