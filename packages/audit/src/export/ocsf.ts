import { auditEvent, type AuditEvent } from './audit-event.ts'
import type { AuditRow } from './audit-row.ts'
import { visibleJson } from './jsonl.ts'

const VERSION = '1.4.0'
const CLASS_UID = 6003
/** Activity `Other`: a tool call is not one of create, read, update and delete. */
const ACTIVITY_OTHER = 99

/** What an outcome is in the security control profile, and how grave. */
const OUTCOMES = {
  allowed: {
    action_id: 1,
    action: 'Allowed',
    disposition_id: 1,
    disposition: 'Allowed',
    status_id: 1,
    severity_id: 1,
  },
  denied: {
    action_id: 2,
    action: 'Denied',
    disposition_id: 2,
    disposition: 'Blocked',
    status_id: 2,
    severity_id: 3,
  },
  pending_approval: {
    action_id: 99,
    action: 'Pending approval',
    disposition_id: 99,
    disposition: 'Pending approval',
    status_id: 99,
    severity_id: 2,
  },
} as const satisfies Record<AuditEvent['outcome'], object>

/** API Activity (class 6003, category 6) with the security control profile. */
export function ocsfLine(row: AuditRow): string | undefined {
  const event = auditEvent(row)
  if (event === undefined) return undefined
  const { chain, entry } = row
  return visibleJson({
    category_uid: 6,
    class_uid: CLASS_UID,
    activity_id: ACTIVITY_OTHER,
    activity_name: event.actionType,
    type_uid: CLASS_UID * 100 + ACTIVITY_OTHER,
    time: event.timeMs,
    ...OUTCOMES[event.outcome],
    status_code: event.code,
    status_detail: event.reason,
    metadata: {
      version: VERSION,
      uid: event.id,
      profiles: ['security_control'],
      product: { name: 'Kvlar', vendor_name: 'Kvlar', version: event.engine },
    },
    actor: { app_name: event.agentId, user: { uid: event.principal }, session: { uid: event.sessionId } },
    api: { operation: event.resource, service: { name: event.server }, request: { uid: event.decisionId } },
    src_endpoint: { name: event.agentId },
    policy: { uid: event.policyDigest },
    firewall_rule: { uid: event.matchedRule },
    unmapped: { chain_uid: chain, chain_index: entry.index, prev_entry_hash: entry.prev },
  })
}
