import type { AuditRow, Entry, RevocationBody } from '@kvlar/audit'
import { describeApproval } from './describe-approval.ts'
import type { JsonObject } from '@kvlar/core/json'
import { visibleText } from '@kvlar/core/text'
import type { Tone } from '@kvlar/reviewer/terminal'
import type { Page } from '../terminal/terminal.ts'

const TONES = { allowed: 'good', denied: 'bad', pending_approval: 'warning' } as const satisfies Record<
  string,
  Tone
>

/** Enough of a chain id to tell it from the others of a home. */
const CHAIN_DIGITS = 8

/** One entry on one line. */
export function printRow({ chain, entry }: AuditRow, page: Page): void {
  const id = `${chain.slice(0, CHAIN_DIGITS)}:${entry.index}`
  page.line(`${page.tone('quiet', `${entry.time}  ${id}`)}  ${describeEntry(entry, page)}`)
}

/** What an entry says, made visible. */
export function describeEntry(entry: Entry, page: Pick<Page, 'tone'>): string {
  switch (entry.kind) {
    case 'decided': {
      const { outcome, resource, matched_rule: rule, agent_id: agent } = entry
      const met = entry.matched === undefined ? '' : ` (${entry.matched})`
      const why = outcome === 'allowed' ? '' : `: ${entry.effective_reason ?? entry.reason}${met}`
      return `${page.tone(TONES[outcome], outcome)} ${visibleText(`${resource} for ${agent} by ${rule}${why}`)}`
    }
    case 'result':
      return `result ${entry.result} after ${Math.round(entry.latency_ms)} ms`
    case 'refused':
      return `${page.tone('bad', 'refused')} a message of the ${entry.from}: ${visibleText(entry.message)}`
    case 'approval':
      return describeApproval(entry, page)
    case 'reveal':
      return visibleText(`a hidden value was shown to ${entry.by}`)
    case 'revocation':
      return describeRevocation(entry)
    case 'policy':
      return visibleText(`policy ${entry.policies.map(nameOf).join(', ')} in force`)
    case 'genesis':
      return `chain ${entry.chain} begins`
    case 'key':
      return `key ${entry.key_id} signs from here on`
    case 'recovery':
      return `the writer before had died; entries from ${entry.unsigned_from} on were not signed by it`
    case 'close':
      return visibleText(`closed: ${entry.reason}`)
  }
}

function describeRevocation({ step, target: { kind, id }, by, reason }: RevocationBody): string {
  const who = id === undefined ? kind : `${kind} ${id}`
  return visibleText(
    step === 'revoked' ? `${who} turned away by ${by}: ${reason}` : `${who} let in again by ${by}: ${reason}`,
  )
}

function nameOf({ name }: JsonObject): string {
  return typeof name === 'string' ? name : '?'
}
