import {
  evaluationId,
  type Call,
  type Gate as Road,
  type Settled,
  type Verdict as GateVerdict,
} from '@kvlar/gate'
import { createCallIds } from '../call-ids.ts'
import { KvlarMisuse } from '../errors/kvlar-misuse.ts'
import type { Guarded, GuardEvent, Recorder } from '../ports.ts'
import { readAction, type ActionInput, type ReadAction } from './action-input.ts'
import { factsOf, type Verdict } from './verdict.ts'

/** What a judge stands on. */
export interface JudgeOverOptions {
  /** Makes the road of every call, which records here. */
  readonly roadOver: (record: Recorder) => Road<Guarded>
  /** Keeps every decision before it is told. */
  readonly record: Recorder
  /** Whether the action ran, and how it ended, is not known here. */
  readonly finish?: (approvalId: string, result: 'unknown' | 'failed') => Promise<void>
  readonly approvalUrl?: (approvalId: string) => string | undefined
  /** Aborts when it is closed for good: whoever waits is refused. */
  readonly closing: AbortSignal
  readonly onFailure: (error: unknown) => void
}

export interface JudgeOptions {
  readonly signal?: AbortSignal
  /** How long a caller waits for a reviewer before it is told that approval is required; 0 when absent. */
  readonly holdMs?: number
}

/** Judges one action, records what comes of it, and tells it. */
export type JudgeAction = (input: ActionInput, options?: JudgeOptions) => Promise<Verdict>

export function createJudgeOver(options: JudgeOverOptions): JudgeAction {
  const { closing, approvalUrl, onFailure } = options
  const nextCallId = createCallIds()
  /** What was last recorded of each action that is being judged: a permit says why, too. */
  const said = new Map<string, GateVerdict>()
  const road = options.roadOver((event: GuardEvent): void | Promise<void> => {
    if (event.kind === 'decided') said.set(evaluationId(event), event.effective)
    return options.record(event)
  })

  const settle = async (
    call: Call<Guarded>,
    { signal, holdMs }: Required<JudgeOptions>,
  ): Promise<Settled<Guarded>> => {
    const first = await road.judge(call)
    return first.kind === 'hold' ? first.settle({ signal, waiting: { holdMs } }) : first
  }

  const finish = async (approvalId: string, result: 'unknown' | 'failed'): Promise<void> => {
    try {
      await options.finish?.(approvalId, result)
    } catch (error) {
      onFailure(error)
    }
  }

  return async (input, { signal, holdMs = 0 } = {}) => {
    const read = readAction(input)
    signal?.throwIfAborted()
    if (closing.aborted)
      throw new KvlarMisuse('KVLAR_CLOSED', 'this gate is closed; nothing is judged any more')
    const call = callOf(read, nextCallId())
    const id = evaluationId(call)
    try {
      const until = signal === undefined ? closing : AbortSignal.any([signal, closing])
      const settled = await settle(call, { signal: until, holdMs })
      const { approvalId } = settled
      if (approvalId !== undefined) await finish(approvalId, settled.kind === 'pass' ? 'unknown' : 'failed')
      signal?.throwIfAborted()
      return verdictOf(settled, { id, said: said.get(id), approvalUrl })
    } finally {
      said.delete(id)
    }
  }
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
    readonly approvalUrl: ((approvalId: string) => string | undefined) | undefined
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
