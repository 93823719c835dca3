import type { Decided } from './decide-action.ts'
import type { Answer } from './ports.ts'
import type { Verdict, VerdictCode } from './verdict.ts'

/** A call at one moment: what was decided of it, and how the tool describes itself. */
export interface Standing {
  readonly decided: Decided
  /** Absent when it cannot be had. */
  readonly toolDefinition: string | undefined
}

/** A call around its answer. */
export interface Around {
  /** As whoever was asked saw it last: what the answer is about. */
  readonly seen: Standing
  /** When the answer has come. */
  readonly now: Standing
}

/**
 * What a caller gets whose question is void, because the policy answers the call itself by now: a refusal that tells it
 * to make the call again, or that answer of the policy at once.
 */
export type WhenSuperseded = 'call_again' | 'policy_answer'

/** What an answer makes of a call; `undefined` is no answer. */
export function verdictAfter(
  answer: Answer | undefined,
  { seen, now }: Around,
  whenSuperseded: WhenSuperseded,
): Verdict {
  const { effective, decision } = seen.decided
  const deny = (code: VerdictCode, reason: string): Verdict => ({
    outcome: 'deny',
    code,
    ruleId: decision.ruleId,
    reason,
    evaluator: 'approvals',
  })
  switch (answer?.kind) {
    case undefined:
      return effective.outcome === 'deny' ? effective : deny('APPROVAL_UNAVAILABLE', 'nobody could be asked')
    case 'denied':
      return deny('APPROVAL_DENIED', answer.reason ?? 'a reviewer denied the call')
    case 'expired':
      return deny('APPROVAL_EXPIRED', 'nobody answered in time')
    case 'superseded': {
      const byNow = now.decided.effective
      const isAnswered = byNow.outcome !== 'require_approval'
      return isAnswered && whenSuperseded === 'policy_answer'
        ? byNow
        : deny('APPROVAL_SUPERSEDED', answer.reason)
    }
    case 'pending':
    case 'input_required':
      // INVARIANT: nothing runs while its answer is out, whatever the policy says by now.
      if (effective.outcome === 'allow')
        return deny('APPROVAL_SUPERSEDED', 'the policy no longer asks: make the call again')
      return answer.kind === 'pending' && answer.reason !== undefined
        ? { ...effective, reason: answer.reason }
        : effective
    case 'approved':
      return approved({ seen, now }, (reason) => deny('APPROVAL_SUPERSEDED', reason))
  }
}

/** An approval is good only while the policy still asks, by the same rule, for what it was asked about. */
function approved({ seen, now }: Around, superseded: (reason: string) => Verdict): Verdict {
  const { effective, decision } = now.decided
  if (effective.outcome === 'deny') return effective
  if (now.toolDefinition !== seen.toolDefinition)
    return superseded('the tool describes itself otherwise by now: make the call again')
  if (effective.outcome === 'allow') return effective
  if (decision.ruleId === seen.decided.decision.ruleId) return { ...effective, outcome: 'allow' }
  return superseded('another rule asks by now: make the call again')
}
