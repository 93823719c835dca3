import type { DecidedBody } from '../entry/entry.ts'
import { rowId, type AuditRow } from './audit-row.ts'

/** One line of a log for people and SIEMs: what was asked for, by whom, and what came of it. */
export interface AuditEvent {
  readonly id: string
  readonly timestamp: string
  readonly timeMs: number
  readonly actionType: string
  readonly resource: string
  readonly agentId: string
  readonly principal: string
  readonly outcome: DecidedBody['outcome']
  readonly matchedRule: string
  readonly code: string
  readonly reason: string
  readonly decisionId: string
  readonly sessionId: string
  readonly server: string
  readonly policyDigest: string
  readonly engine: string
}

/** The event of a decision or a refused message; undefined for entries that are about the record itself. */
export function auditEvent(row: AuditRow): AuditEvent | undefined {
  const { entry } = row
  const head = { id: rowId(row), timestamp: entry.time, timeMs: Date.parse(entry.time) }
  switch (entry.kind) {
    case 'decided':
      return {
        ...head,
        actionType: entry.action_type,
        resource: entry.resource,
        agentId: entry.agent_id,
        principal: entry.principal.id,
        outcome: entry.outcome,
        matchedRule: entry.matched_rule,
        code: entry.effective_code ?? entry.code,
        reason: entry.effective_reason ?? entry.reason,
        decisionId: entry.decision_id,
        sessionId: entry.session_id,
        server: entry.server ?? '',
        policyDigest: entry.policy_digest,
        engine: entry.engine,
      }
    case 'refused':
      return {
        ...head,
        actionType: 'message',
        resource: entry.from,
        agentId: '',
        principal: '',
        outcome: 'denied',
        matchedRule: '',
        code: entry.code,
        reason: entry.message,
        decisionId: '',
        sessionId: entry.session_id,
        server: '',
        policyDigest: '',
        engine: '',
      }
    case 'genesis':
    case 'policy':
    case 'result':
    case 'approval':
    case 'reveal':
    case 'revocation':
    case 'key':
    case 'recovery':
    case 'limits':
    case 'sessions':
    case 'close':
      return undefined
  }
}
