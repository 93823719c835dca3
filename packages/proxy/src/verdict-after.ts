import type { Decided } from './decide-action.ts'
import type { Answer } from './ports.ts'
import type { Verdict } from './verdict.ts'

/** What an answer makes of a call, given what the policy said when it was asked and what it says by now. */
export function verdictAfter(answer: Answer | undefined, asked: Decided, again: Decided): Verdict {
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
      return approved(asked, again)
  }
}

/** An approval is good only while the policy still asks, by the same rule, for what it was asked about. */
function approved(asked: Decided, { effective, decision }: Decided): Verdict {
  const { ruleId } = asked.decision
  if (effective.outcome !== 'require_approval') return effective
  if (decision.ruleId === ruleId) return { ...effective, outcome: 'allow' }
  const reason = 'another rule asks by now: make the call again'
  return { outcome: 'deny', code: 'APPROVAL_SUPERSEDED', ruleId, reason }
}
