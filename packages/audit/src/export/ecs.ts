import { auditEvent, type AuditEvent } from './audit-event.ts'
import type { AuditRow } from './audit-row.ts'
import { visibleJson } from './jsonl.ts'

const VERSION = '8.17.0'

/** `event.type` and `event.outcome`, from the words that ECS allows. */
const OUTCOMES = {
  allowed: { type: ['allowed'], outcome: 'success' },
  denied: { type: ['denied'], outcome: 'failure' },
  pending_approval: { type: ['info'], outcome: 'unknown' },
} as const satisfies Record<AuditEvent['outcome'], object>

/** One document; what ECS has no field for stands under `kvlar`. */
export function ecsLine(row: AuditRow): string | undefined {
  const event = auditEvent(row)
  if (event === undefined) return undefined
  const { chain, entry } = row
  return visibleJson({
    '@timestamp': event.timestamp,
    ecs: { version: VERSION },
    event: {
      id: event.id,
      kind: 'event',
      category: ['api'],
      ...OUTCOMES[event.outcome],
      action: event.actionType,
      reason: event.reason,
      code: event.code,
      dataset: 'kvlar.audit',
      module: 'kvlar',
      provider: 'kvlar',
      sequence: entry.index,
    },
    message: event.reason,
    rule: { id: event.matchedRule, ruleset: event.policyDigest },
    service: { name: event.server },
    user: { id: event.principal },
    kvlar: {
      agent_id: event.agentId,
      resource: event.resource,
      outcome: event.outcome,
      decision_id: event.decisionId,
      session_id: event.sessionId,
      chain,
      prev: entry.prev,
    },
  })
}
