import type { Approvals } from '@kvlar/approvals'
import { createGate, safeRecord, type Call, type GateOptions, type ResultEvent } from '@kvlar/gate'
import { createAskReviewer, type AskReviewerOptions } from './ask-reviewer.ts'
import type { InvalidArguments } from './errors/invalid-arguments.ts'
import type { JudgedCall } from './judged-call.ts'
import type { Guarded, Recorder } from './ports.ts'
import { stopError, type ApprovalUrl } from './stop-error.ts'

type FromGate = Pick<GateOptions<Guarded>, 'engine' | 'counters' | 'floor'>

export interface RoadOptions extends FromGate, Omit<AskReviewerOptions, 'approvals'> {
  readonly record: Recorder
  /** Absent: a call that needs approval is denied. */
  readonly approvals?: Approvals
  readonly approvalUrl?: ApprovalUrl
  readonly now: () => number
  readonly onFailure: (error: unknown) => void
}

/** Starts what was judged, under the approval that has been used up for it, if any. */
export type Start<Result> = (approvalId: string | undefined) => Result | Promise<Result>

/** The road of every call to its function. */
export interface Road {
  /**
   * Runs `start` when the policy or a reviewer says so, and gives what it gives.
   * @throws KvlarDenied, ApprovalPending, ApprovalDenied, ApprovalExpired, the reason of the signal, and what `start` throws
   */
  travel<Result>(call: JudgedCall, start: Start<Result>): Promise<Result>
  /** Records that the arguments of a call were not judged; never rejects. */
  refuse(sessionId: string, error: Pick<InvalidArguments, 'code' | 'message'>): Promise<void>
}

export function createRoad(options: RoadOptions): Road {
  const { approvals, approvalUrl, now, onFailure } = options
  const record = safeRecord(options.record, onFailure)
  const gate = createGate<Guarded>({
    ...options,
    ...(approvals !== undefined && { ask: createAskReviewer({ ...options, approvals }) }),
    // Whoever would make the call again is this very function, so it takes the policy's answer at once.
    whenSuperseded: 'policy_answer',
  })

  /** Comes back when the call may run, with the approval that has been used up for it. */
  const pass = async (call: JudgedCall): Promise<string | undefined> => {
    const { signal, holdMs } = call
    const first = await gate.judge(gateCall(call))
    const ruling = first.kind === 'hold' ? await first.settle({ signal, waiting: { holdMs } }) : first
    if (ruling.kind === 'pass') return ruling.approvalId
    await finish(ruling.approvalId, 'failed')
    signal.throwIfAborted()
    throw stopError(call, ruling, approvalUrl)
  }

  /** What has run has run: a failure here is not the caller's. */
  const finish = async (approvalId: string | undefined, result: 'ok' | 'failed'): Promise<void> => {
    try {
      if (approvalId !== undefined) await approvals?.finish(approvalId, result)
    } catch (error) {
      onFailure(error)
    }
  }

  return {
    travel: async (call, start) => {
      call.signal.throwIfAborted()
      const approvalId = await pass(call)
      const startedAt = performance.now()
      const end = async (result: ResultEvent['result']): Promise<void> => {
        const { sessionId, callId } = call
        const latencyMs = Math.round(performance.now() - startedAt)
        const of = { sessionId, callId, ...(approvalId !== undefined && { approvalId }) }
        await record({ kind: 'result', ...of, atMs: now(), result, latencyMs })
        await finish(approvalId, result === 'ok' ? 'ok' : 'failed')
      }
      try {
        call.signal.throwIfAborted()
        const result = await start(approvalId)
        await end('ok')
        return result
      } catch (error) {
        await end(call.signal.aborted ? 'cancelled' : 'failed')
        throw error
      }
    },
    refuse: async (sessionId, { code, message }) => {
      await record({ kind: 'refused', sessionId, atMs: now(), from: 'client', code, message })
    },
  }
}

function gateCall({ action, sessionId, sessionStartedAtMs, callId, redact }: JudgedCall): Call<Guarded> {
  return {
    actions: [action],
    sessionId,
    callId,
    redact,
    context: { from: 'client', method: 'guard' },
    ...(sessionStartedAtMs !== undefined && { sessionStartedAtMs }),
  }
}
