import type { HeldRequest } from '@kvlar/approvals'
import type { RiskLevel } from '@kvlar/core'
import { canonicalJson } from '@kvlar/core/json'
import { REVIEW_LIMITS } from '../review-limits.ts'
import { headline } from './headline.ts'

/** What lists, filters and counts need of a request: small, and nothing that is hidden. */
export interface RequestSummary extends Pick<
  HeldRequest,
  | 'id'
  | 'state'
  | 'sessionId'
  | 'createdAtMs'
  | 'expiresAtMs'
  | 'executeByMs'
  | 'decidedAtMs'
  | 'grantId'
  | 'isBreakGlass'
> {
  readonly verb: string
  readonly subject?: string
  readonly tool: string
  readonly server?: string
  readonly agentId: string
  readonly ruleId: string
  readonly risk: RiskLevel
  readonly definition?: string
  /** Approvals that are needed and that are there. */
  readonly quorum: number
  readonly decisions: readonly {
    readonly approver: string
    readonly verdict: 'approve' | 'deny'
    readonly atMs: number
  }[]
  /** Equal for requests that may be decided together; absent for those that never may. */
  readonly alike?: string
  /** What a text filter looks into, in lower case. */
  readonly text: string
}

export function requestSummary(request: HeldRequest): RequestSummary {
  const { call, rule, terms, decisions, sealed: _sealed, ...kept } = request
  const { verb, subject } = headline(call)
  const risk = rule.riskLevel ?? 'low'
  const words = [
    verb,
    subject,
    call.resource,
    call.server,
    call.agentId,
    call.principal.id,
    rule.id,
    rule.reason,
  ]
  const text = `${words.join(' ')} ${canonicalJson(call.args).slice(0, REVIEW_LIMITS.filterTextCharsMax)}`
  return {
    id: kept.id,
    state: kept.state,
    sessionId: kept.sessionId,
    createdAtMs: kept.createdAtMs,
    expiresAtMs: kept.expiresAtMs,
    ...(kept.executeByMs !== undefined && { executeByMs: kept.executeByMs }),
    ...(kept.decidedAtMs !== undefined && { decidedAtMs: kept.decidedAtMs }),
    ...(kept.grantId !== undefined && { grantId: kept.grantId }),
    ...(kept.isBreakGlass === true && { isBreakGlass: true }),
    verb,
    ...(subject !== undefined && { subject }),
    tool: call.resource,
    ...(call.server !== undefined && { server: call.server }),
    agentId: call.agentId,
    ruleId: rule.id,
    risk,
    ...(call.definition !== undefined && { definition: call.definition }),
    quorum: terms.quorum,
    decisions: decisions.map(({ approver, verdict, atMs }) => ({ approver, verdict, atMs })),
    ...(risk !== 'critical' && {
      alike: JSON.stringify([rule.id, call.type, call.server ?? null, call.resource]),
    }),
    text: text.toLowerCase(),
  }
}
