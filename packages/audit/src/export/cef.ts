import { visibleText } from '@kvlar/core/text'
import { auditEvent, type AuditEvent } from './audit-event.ts'
import type { AuditRow } from './audit-row.ts'

/** Severity of each outcome on CEF's scale of 0 to 10, as the seed has it. */
const SEVERITY = { allowed: 1, pending_approval: 5, denied: 8 } as const satisfies Record<
  AuditEvent['outcome'],
  number
>

/**
 * `CEF:0|Kvlar|PolicyEngine|version|code|type/resource|severity|extension`. The class is the code: a SIEM groups by it,
 * and keeps rules for it.
 */
export function cefLine(row: AuditRow): string | undefined {
  const event = auditEvent(row)
  if (event === undefined) return undefined
  const header = [
    'CEF:0',
    'Kvlar',
    'PolicyEngine',
    event.engine.split(' ', 1)[0] ?? '',
    event.code,
    `${event.actionType}/${event.resource}`,
    String(SEVERITY[event.outcome]),
  ]
  const extension = {
    rt: String(event.timeMs),
    suser: event.agentId,
    outcome: event.outcome,
    cs1: event.matchedRule,
    cs1Label: 'matchedRule',
    cs2: event.code,
    cs2Label: 'code',
    cs3: event.decisionId,
    cs3Label: 'decisionId',
    externalId: event.id,
    msg: event.reason,
  }
  const pairs = Object.entries(extension).map(([key, value]) => `${key}=${escapeExtension(value)}`)
  return `${header.map(escapeHeader).join('|')}|${pairs.join(' ')}`
}

function escapeHeader(text: string): string {
  return visibleText(text).replace(/[\\|]/g, '\\$&')
}

/** A pipe ends a field of the header only. */
function escapeExtension(text: string): string {
  return visibleText(text).replace(/[\\=]/g, '\\$&')
}
