import type { DecidedBody } from '../entry/entry.ts'
import type { AuditRow } from './audit-row.ts'

/** Which entries to show; all that is given must hold. */
export interface AuditFilter {
  /** Milliseconds since the epoch, inclusive. */
  readonly sinceMs?: number
  /** Milliseconds since the epoch, exclusive. */
  readonly untilMs?: number
  /** Refused messages count as denied. */
  readonly outcome?: DecidedBody['outcome']
  /** Part of the tool name or other resource. */
  readonly resource?: string
  /** Part of the agent's name. */
  readonly agent?: string
  /** The rule that decided. */
  readonly rule?: string
}

/** Whether an entry passes; what a filter asks for and an entry does not have keeps it out. */
export function matchesFilter({ entry }: AuditRow, filter: AuditFilter): boolean {
  const { sinceMs, untilMs, outcome, resource, agent, rule } = filter
  if (sinceMs !== undefined && Date.parse(entry.time) < sinceMs) return false
  if (untilMs !== undefined && Date.parse(entry.time) >= untilMs) return false
  const decided = entry.kind === 'decided' ? entry : undefined
  const ended = entry.kind === 'refused' ? 'denied' : decided?.outcome
  return (
    (outcome === undefined || ended === outcome) &&
    (resource === undefined || decided?.resource.includes(resource) === true) &&
    (agent === undefined || decided?.agent_id.includes(agent) === true) &&
    (rule === undefined || decided?.matched_rule === rule)
  )
}
