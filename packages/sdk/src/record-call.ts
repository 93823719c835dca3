import type { Decided } from './decide-call.ts'
import type { InvalidArguments } from './errors/invalid-arguments.ts'
import type { JudgedCall } from './judged-call.ts'
import type { Recorder } from './ports.ts'
import type { Verdict } from './verdict.ts'

/** How a function that ran, or was about to, has ended. */
export type Ending = 'ok' | 'failed' | 'cancelled'

/** Writes calls into the record. None of it rejects. */
export interface CallRecord {
  /** INVARIANT: nothing runs before this has come back with the verdict that it was given. */
  decided(call: JudgedCall, decided: Decided, approvalId?: string): Promise<Verdict>
  ended(call: JudgedCall, result: Ending, latencyMs: number): Promise<void>
  refused(sessionId: string, error: InvalidArguments): Promise<void>
}

/** @param onFailure told what went wrong where the caller is not, or not in full */
export function createCallRecord(record: Recorder, onFailure: (error: unknown) => void): CallRecord {
  const written = async (event: Parameters<Recorder>[0]): Promise<boolean> => {
    try {
      await record(event)
      return true
    } catch (error) {
      onFailure(error)
      return false
    }
  }
  return {
    decided: async ({ action, sessionId, callId }, decided, approvalId) => {
      const { verdict, decision, facts, policyDigest, redactFields, decideUs } = decided
      const isWritten = await written({
        kind: 'decided',
        sessionId,
        callId,
        from: 'client',
        method: 'guard',
        action,
        redactFields,
        decision,
        effective: verdict,
        policyDigest,
        facts,
        decideUs,
        ...(approvalId !== undefined && { approvalId }),
      })
      return isWritten || verdict.outcome === 'deny' ? verdict : unrecorded(verdict)
    },
    ended: async ({ sessionId, callId }, result, latencyMs) => {
      await written({ kind: 'result', sessionId, callId, result, latencyMs })
    },
    refused: async (sessionId, { code, message }) => {
      await written({ kind: 'refused', sessionId, from: 'client', code, message })
    },
  }
}

function unrecorded({ ruleId }: Verdict): Verdict {
  const reason = 'the decision could not be recorded'
  return { outcome: 'deny', code: 'KVLAR_RECORD_FAILED', ruleId, reason }
}
