import type { AuditRow } from './audit-row.ts'

/** One session, as the record has it. */
export interface ListedSession {
  readonly id: string
  readonly principal: string
  readonly agent: string
  /** RFC 3339. */
  readonly first: string
  readonly last: string
  /** Actions that were judged, each once. */
  readonly actions: number
}

/** Sessions that are told apart; of more, those that acted last are kept. */
const SESSIONS_MAX = 10_000

/** The sessions of a record, the one that acted last at the end. */
export async function listSessions(rows: AsyncIterable<AuditRow>): Promise<readonly ListedSession[]> {
  const sessions = new Map<string, ListedSession>()
  /** Decisions on calls that wait for people: they are decided once more under the same id, and were counted. */
  const waiting = new Set<string>()
  for await (const { entry } of rows) {
    if (entry.kind !== 'decided') continue
    const { session_id: id, principal, agent_id: agent, time, decision_id: decision, effective } = entry
    const known = sessions.get(id)
    const actions = (known?.actions ?? 0) + (waiting.delete(decision) ? 0 : 1)
    if (effective === 'wait') waiting.add(decision)
    sessions.delete(id)
    sessions.set(id, { id, principal: principal.id, agent, first: known?.first ?? time, last: time, actions })
    const [oldest] = sessions.keys()
    if (oldest !== undefined && sessions.size > SESSIONS_MAX) sessions.delete(oldest)
  }
  return [...sessions.values()]
}
