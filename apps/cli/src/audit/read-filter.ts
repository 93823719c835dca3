import { parseDuration } from '@kvlar/core'
import { parseInstant } from '@kvlar/core/policy-test'
import type { AuditFilter } from '@kvlar/audit'
import { UsageError } from '../failures/usage-error.ts'

/** The flags of `FILTER_FLAGS`, as a command line gives them. */
export interface FilterFlags {
  readonly since: string | undefined
  readonly until: string | undefined
  readonly outcome: 'allowed' | 'denied' | 'pending_approval' | undefined
  readonly resource: string | undefined
  readonly agent: string | undefined
  readonly rule: string | undefined
}

/** @throws UsageError for a time that is none */
export function readFilter(flags: FilterFlags, nowMs: number): AuditFilter {
  const { since, until, outcome, resource, agent, rule } = flags
  return {
    ...(since === undefined ? {} : { sinceMs: readTime('--since', since, nowMs) }),
    ...(until === undefined ? {} : { untilMs: readTime('--until', until, nowMs) }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(resource === undefined ? {} : { resource }),
    ...(agent === undefined ? {} : { agent }),
    ...(rule === undefined ? {} : { rule }),
  }
}

function readTime(label: string, text: string, nowMs: number): number {
  const agoMs = /\D$/.test(text) ? parseDuration(text) : undefined
  if (agoMs !== undefined) return nowMs - agoMs
  const at = parseInstant(text)
  if (at !== undefined) return at
  throw new UsageError(
    `\`${label}\` cannot be \`${text}\``,
    'write RFC 3339 with a zone, such as 2026-11-21T09:00:00Z, or how long ago, such as 4h',
  )
}
