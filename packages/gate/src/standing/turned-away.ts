import type { Finding } from '../evaluators/finding.ts'
import type { VerdictCode } from '../verdict.ts'
import type { Revocation } from './standing.ts'
import type { Target } from './target.ts'

/** What a revocation makes of a call. */
export function turnedAway({ target, reason }: Revocation): Finding {
  const { code, what } = WORDS[target.kind]
  return { kind: 'refuse', code, ruleId: `_revoked_${target.kind}`, reason: `${what}: ${reason}` }
}

const WORDS: Readonly<Record<Target['kind'], { readonly code: VerdictCode; readonly what: string }>> = {
  everything: { code: 'KILL_SWITCH', what: 'the kill switch is thrown' },
  session: { code: 'SESSION_INVALID', what: 'the session is over' },
  principal: { code: 'IDENTITY_FAILED', what: 'whoever calls is turned away' },
  role: { code: 'IDENTITY_FAILED', what: 'a role of whoever calls is turned away' },
}
