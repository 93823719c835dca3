import type { JsonObject } from '@kvlar/core/json'
import type { AuditEntry } from './audit-entry.ts'

/** Entries that a kit keeps; a record that lasts is `@kvlar/audit`. */
const ENTRIES_MAX = 10_000

/** One guarded call, as the audit history shows it. */
export interface AuditedCall {
  readonly name: string
  /** With hidden values replaced. */
  readonly args: JsonObject
}

/** How a call ended. */
export interface AuditedEnd extends Pick<AuditEntry, 'decision' | 'result' | 'reviewer_notes'> {
  /** Absent where nobody was asked. */
  readonly requestId?: string | undefined
}

/** What was decided and how it ended, oldest first. */
export interface AuditLog {
  add(call: AuditedCall, end: AuditedEnd): void
  entries(): readonly AuditEntry[]
}

/** A history in memory, of bounded length. */
export function createAuditLog(now: () => number): AuditLog {
  const kept: AuditEntry[] = []
  return {
    add: ({ name, args }, { requestId = 'auto', ...end }) => {
      if (kept.length >= ENTRIES_MAX) kept.shift()
      const timestamp = new Date(now()).toISOString()
      kept.push({ request_id: requestId, tool_name: name, tool_args: args, ...end, timestamp })
    },
    entries: () => [...kept],
  }
}
