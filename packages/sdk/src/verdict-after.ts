import type { Answer } from '@kvlar/approvals'
import type { Decided } from './decide-call.ts'
import type { Verdict } from './verdict.ts'

/**
 * What an answer makes of a call.
 *
 * @param answer undefined when nobody could be asked
 * @param latest what the policy said last: right before an approval was used up, or instead of using it up
 */
export function verdictAfter(answer: Answer | undefined, { decision, verdict }: Decided): Verdict {
  const { ruleId } = decision
  switch (answer?.kind) {
    case undefined:
      if (verdict.outcome === 'deny') return verdict
      return { outcome: 'deny', code: 'APPROVAL_UNAVAILABLE', ruleId, reason: 'nobody could be asked' }
    case 'denied': {
      const reason = answer.reason ?? 'a reviewer denied the call'
      return { outcome: 'deny', code: 'APPROVAL_DENIED', ruleId, reason }
    }
    case 'expired':
      return { outcome: 'deny', code: 'APPROVAL_EXPIRED', ruleId, reason: 'nobody answered in time' }
    case 'pending':
      return { ...verdict, reason: answer.reason ?? verdict.reason }
    case 'superseded':
      // The policy answers the call itself by now, and nobody need make it again to hear it.
      return verdict
    case 'approved':
      // INVARIANT: an approval makes nothing of a call about which the policy does not ask.
      return verdict.outcome === 'require_approval' ? { ...verdict, outcome: 'allow' } : verdict
  }
}
