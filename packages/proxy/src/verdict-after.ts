import type { Decided } from './decide-action.ts'
import type { Answer } from './ports.ts'
import type { Verdict } from './verdict.ts'

/** How things stand when the answer has come. */
export interface ByNow {
  /** What the policy says. */
  readonly again: Decided
  /** Whether the tool still says of itself what it said when the question was asked. */
  readonly isSameTool: boolean
  /** Whether anybody still waits for the call. */
  readonly isWanted: boolean
}

/** What an answer makes of a call, given how it was decided when it was asked about. */
export function verdictAfter(answer: Answer | undefined, asked: Decided, byNow: ByNow): Verdict {
  const { ruleId } = asked.decision
  switch (answer?.kind) {
    case undefined:
      return { outcome: 'deny', code: 'APPROVAL_UNAVAILABLE', ruleId, reason: 'nobody could be asked' }
    case 'denied': {
      const reason = answer.reason ?? 'a reviewer denied the call'
      return { outcome: 'deny', code: 'APPROVAL_DENIED', ruleId, reason }
    }
    case 'expired':
      return { outcome: 'deny', code: 'APPROVAL_EXPIRED', ruleId, reason: 'nobody answered in time' }
    case 'superseded':
      return { outcome: 'deny', code: 'APPROVAL_SUPERSEDED', ruleId, reason: answer.reason }
    case 'pending':
      return { ...asked.effective, reason: answer.reason ?? asked.effective.reason }
    case 'input_required':
      return asked.effective
    case 'approved':
      return approved(asked, byNow)
  }
}

/** An approval is good only while the policy still asks, by the same rule, for what it was asked about. */
function approved(asked: Decided, { again, isSameTool, isWanted }: ByNow): Verdict {
  const { ruleId } = asked.decision
  const { effective, decision } = again
  if (!isWanted) {
    return { outcome: 'deny', code: 'APPROVAL_UNAVAILABLE', ruleId, reason: 'the call was withdrawn' }
  }
  if (effective.outcome === 'deny') return effective
  if (!isSameTool)
    return superseded(ruleId, 'the tool describes itself otherwise by now: make the call again')
  if (effective.outcome === 'allow') return effective
  if (decision.ruleId === ruleId) return { ...effective, outcome: 'allow' }
  return superseded(ruleId, 'another rule asks by now: make the call again')
}

function superseded(ruleId: string, reason: string): Verdict {
  return { outcome: 'deny', code: 'APPROVAL_SUPERSEDED', ruleId, reason }
}
