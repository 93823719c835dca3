import type { Engine } from '@kvlar/core'
import {
  evaluationId,
  type Call,
  type Gate as Road,
  type Revocation,
  type Settled,
  type Target,
  type Verdict as GateVerdict,
} from '@kvlar/gate'
import { createAskReviewer } from '../ask-reviewer.ts'
import { createCallIds } from '../call-ids.ts'
import { KvlarMisuse } from '../errors/kvlar-misuse.ts'
import { createGuardGate } from '../guard-gate.ts'
import { permitSigner } from '../permit-signer.ts'
import type { Guarded, GuardEvent } from '../ports.ts'
import { readAction, type ActionInput, type ReadAction } from './action-input.ts'
import type { ReadGateOptions } from './gate-options.ts'
import { factsOf, type Verdict } from './verdict.ts'

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
  const nextCallId = createCallIds()
  /** What was last recorded of each action that is being judged: a permit says why, too. */
  const said = new Map<string, GateVerdict>()
  const record = (event: GuardEvent): void | Promise<void> => {
    if (event.kind === 'decided') said.set(evaluationId(event), event.effective)
    return options.record(event)
  }
  const { road, evaluatorCount } = createRoadOf({ ...options, record }, engine)
  const honour = async (revocation: Revocation): Promise<void> => {
    try {
      await revocations.revoke(revocation)
    } catch (error) {
      onFailure(error)
    }
  }
  const unsubscribe = broadcaster?.subscribe((revocation) => void honour(revocation))

  const judge = async (call: Call<Guarded>, signal: AbortSignal): Promise<Settled<Guarded>> => {
    const first = await road.judge(call)
    return first.kind === 'hold' ? first.settle({ signal, waiting: { holdMs } }) : first
  }

  /** Whether the action ran, and how it ended, is not known here. */
  const finish = async (approvalId: string, result: 'unknown' | 'failed'): Promise<void> => {
    try {
      await approvals?.finish(approvalId, result)
    } catch (error) {
      onFailure(error)
    }
  }

  return {
    evaluatorCount,
    evaluate: async (input, signal) => {
      const read = readAction(input)
      signal?.throwIfAborted()
      if (closing.signal.aborted)
        throw new KvlarMisuse('KVLAR_CLOSED', 'this gate is closed; nothing is judged any more')
      const call = callOf(read, nextCallId())
      const id = evaluationId(call)
      try {
        const until = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal])
        const settled = await judge(call, until)
        const { approvalId } = settled
        if (approvalId !== undefined) await finish(approvalId, settled.kind === 'pass' ? 'unknown' : 'failed')
        signal?.throwIfAborted()
        return verdictOf(settled, { id, said: said.get(id), approvalUrl })
      } finally {
        said.delete(id)
      }
    },
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
function createRoadOf(
  options: ReadGateOptions,
  engine: () => Engine,
): { readonly road: Road<Guarded>; readonly evaluatorCount: number } {
  const { steps, floor, tokenSigner, broadcaster, approvals } = options
  const { permitAudience: audience, permitLifetimeSeconds: lifetimeSeconds } = options
  const road = createGuardGate({
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
  const { drift, invariants, evaluators = [] } = steps
  const others = [floor, drift, invariants].filter((step) => step !== undefined)
  return { road, evaluatorCount: 1 + others.length + evaluators.length }
}

function callOf(read: ReadAction, callId: number): Call<Guarded> {
  const { action, sessionId, sessionStartedAtMs, environment, origin } = read
  return {
    sessionId: sessionId ?? crypto.randomUUID(),
    isInSession: sessionId !== undefined,
    callId,
    actions: [action],
    context: { from: 'client', method: 'evaluate' },
    environment,
    origin,
    ...(sessionStartedAtMs !== undefined && { sessionStartedAtMs }),
  }
}

function verdictOf(
  settled: Settled<Guarded>,
  of: {
    readonly id: string
    readonly said: GateVerdict | undefined
    readonly approvalUrl: ((approvalId: string) => string) | undefined
  },
): Verdict {
  const { id, said, approvalUrl } = of
  if (settled.kind === 'pass') {
    const { approvalId, wouldBe, permits = [] } = settled
    const [permit] = permits
    return Object.freeze<Verdict>({
      kind: 'permit',
      ...factsOf('permit', said ?? UNSAID, id),
      ...(permit !== undefined && { permit, tokenId: permit.token.tokenId }),
      ...(approvalId !== undefined && { approvalId }),
      ...(wouldBe !== undefined && { wouldBe }),
    })
  }
  const { verdict, answer } = settled
  if (verdict.outcome === 'require_approval' && answer?.kind === 'pending') {
    const approvalId = answer.approvalId ?? ''
    const url = approvalUrl?.(approvalId)
    const expiresAt = new Date(answer.expiresAtMs ?? Number.NaN)
    const request = { approvalId, expiresAt, ...(url !== undefined && { url }) }
    return Object.freeze<Verdict>({
      kind: 'require_approval',
      ...factsOf('require_approval', verdict, id),
      request,
    })
  }
  return verdict.invalidates === undefined
    ? Object.freeze<Verdict>({ kind: 'refuse', ...factsOf('refuse', verdict, id) })
    : Object.freeze<Verdict>({
        kind: 'invalidate',
        ...factsOf('invalidate', verdict, id),
        target: verdict.invalidates,
      })
}

/** Every permit was recorded before it was given; this stands in for what a record of another kind did not say. */
const UNSAID = {
  code: 'POLICY_ALLOW',
  evaluator: 'policy',
  ruleId: '',
  reason: 'the policy permits it',
} as const
