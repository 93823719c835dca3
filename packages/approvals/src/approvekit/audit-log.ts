import type { JsonObject } from '@kvlar/core'
import type { AuditEntry } from './audit-entry.ts'

/** Entries that a kit keeps; a record that lasts is `@kvlar/audit`. */
const ENTRIES_MAX = 10_000

/** One guarded call, as the audit history shows it. */
export interface AuditedCall {
  /** `auto` where nobody was asked. */
  readonly id: string
  readonly name: string
  /** With hidden values replaced. */
  readonly args: JsonObject
  /** Of the reviewer who let it run. */
  readonly notes: string | null
}

/** What was decided and how it ended, oldest first. */
export interface AuditLog {
  add(call: AuditedCall, outcome: Pick<AuditEntry, 'decision' | 'result' | 'reviewer_notes'>): void
  entries(): readonly AuditEntry[]
}

/** A history in memory, of bounded length. */
export function createAuditLog(now: () => number): AuditLog {
  const kept: AuditEntry[] = []
  return {
    add: ({ id, name, args }, outcome) => {
      if (kept.length >= ENTRIES_MAX) kept.shift()
      const timestamp = new Date(now()).toISOString()
      kept.push({ request_id: id, tool_name: name, tool_args: args, ...outcome, timestamp })
    },
    entries: () => [...kept],
  }
}
