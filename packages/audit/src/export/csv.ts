import { visibleText } from '@kvlar/core/text'
import { auditEvent } from './audit-event.ts'
import type { AuditRow } from './audit-row.ts'

/** The columns of the seed. */
export const CSV_HEADER = 'id,timestamp,action_type,resource,agent_id,outcome,matched_rule,reason'

/** What makes a spreadsheet take a cell for a formula, in every width that one of them knows. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/

/** One row (RFC 4180). */
export function csvLine(row: AuditRow): string | undefined {
  const event = auditEvent(row)
  if (event === undefined) return undefined
  const { id, timestamp, actionType, resource, agentId, outcome, matchedRule, reason } = event
  return [id, timestamp, actionType, resource, agentId, outcome, matchedRule, reason].map(cell).join(',')
}

/** Control characters are written out, so a cell has one line; an apostrophe keeps a formula a text. */
function cell(text: string): string {
  const visible = visibleText(text)
  const plain = FORMULA.test(visible) ? `'${visible}` : visible
  return /^[\w.:/ -]*$/.test(plain) ? plain : `"${plain.replaceAll('"', '""')}"`
}
