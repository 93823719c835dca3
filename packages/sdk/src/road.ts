import type { Approvals } from '@kvlar/approvals'
import { createAskReviewer, type AskReviewerOptions, type Settled } from './ask-reviewer.ts'
import type { Decided } from './decide-call.ts'
import type { JudgedCall } from './judged-call.ts'
import type { CallRecord, Ending } from './record-call.ts'
import { stopError } from './stop-error.ts'
import type { Verdict } from './verdict.ts'
import { verdictAfter } from './verdict-after.ts'

export interface RoadOptions extends Omit<AskReviewerOptions, 'approvals'> {
  readonly record: CallRecord
  /** Absent: a call that needs approval is denied. */
  readonly approvals?: Approvals
  /** Where a reviewer decides. */
  readonly approvalUrl?: (approvalId: string) => string
}

/** The road of every call: decide, record, ask where the policy says so, and only then run. */
export interface Road {
  /**
   * Runs `start` when the policy or a reviewer says so, and gives what it gives.
   * @throws KvlarDenied, ApprovalPending, ApprovalDenied, ApprovalExpired, the reason of the signal, and what `start` throws
   */
  travel<Result>(call: JudgedCall, start: () => Result | Promise<Result>): Promise<Result>
}

export function createRoad(options: RoadOptions): Road {
  const { decide, record, approvals, approvalUrl, onFailure } = options
  const ask = approvals === undefined ? undefined : createAskReviewer({ ...options, approvals })

  /** Comes back when the call may run, with the approval that it rests on. */
  const pass = async (call: JudgedCall): Promise<string | undefined> => {
    const decided = await decide(call)
    const asker = decided.verdict.outcome === 'require_approval' ? ask : undefined
    const asked = asker === undefined ? unasked(decided) : decided
    const first = await record.decided(call, asked)
    if (first.outcome === 'allow') return undefined
    if (first.outcome === 'deny' || asker === undefined) throw stopError(call, first)
    return settle(call, await asker(call, decided))
  }

  const settle = async (call: JudgedCall, { answer, latest }: Settled): Promise<string | undefined> => {
    const approvalId = answer?.approvalId
    const verdict = call.signal.aborted ? withdrawn(latest) : verdictAfter(answer, latest)
    const last = await record.decided(call, { ...latest, verdict }, approvalId)
    if (last.outcome === 'allow') return answer?.kind === 'approved' ? approvalId : undefined
    // The approval is spent, and nothing runs on it.
    if (answer?.kind === 'approved') await finished(approvalId, 'failed')
    call.signal.throwIfAborted()
    throw stopError(call, last, { answer, approvalUrl })
  }

  /** What has run has run: a failure here is not the caller's. */
  const finished = async (approvalId: string | undefined, result: 'ok' | 'failed'): Promise<void> => {
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
      const end = async (result: Ending): Promise<void> => {
        await record.ended(call, result, Math.round(performance.now() - startedAt))
        await finished(approvalId, result === 'ok' ? 'ok' : 'failed')
      }
      try {
        call.signal.throwIfAborted()
        const result = await start()
        await end('ok')
        return result
      } catch (error) {
        await end(call.signal.aborted ? 'cancelled' : 'failed')
        throw error
      }
    },
  }
}

/** Without anyone to ask, a call that needs approval is denied. */
function unasked(decided: Decided): Decided {
  const { verdict } = decided
  return verdict.outcome === 'require_approval'
    ? { ...decided, verdict: { ...verdictAfter(undefined, decided), reason: 'there is nobody to ask' } }
    : decided
}

function withdrawn({ decision }: Decided): Verdict {
  const reason = 'the caller withdrew the call'
  return { outcome: 'deny', code: 'KVLAR_WITHDRAWN', ruleId: decision.ruleId, reason }
}
