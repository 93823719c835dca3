import type { JsonObject } from '@kvlar/core/json'
import { plural, visibleText } from '@kvlar/core/text'
import { describeApproval, type Paint } from './describe-approval.ts'
import type { Entry, ObserveOnlyRecord, PolicyBody, RevocationBody } from './entry.ts'

const TONES = { allowed: 'good', denied: 'bad', pending_approval: 'warning' } as const

/** What an entry says, made visible. */
export function describeEntry(entry: Entry, paint: Paint): string {
  switch (entry.kind) {
    case 'decided': {
      const { outcome, resource, matched_rule: rule, agent_id: agent } = entry
      const met = entry.matched === undefined ? '' : ` (${entry.matched})`
      // What shadow mode lets go says what it would have been.
      const isPlain = outcome === 'allowed' && entry.effective_reason === undefined
      const why = isPlain ? '' : `: ${entry.effective_reason ?? entry.reason}${met}`
      return `${paint(TONES[outcome], outcome)} ${visibleText(`${resource} for ${agent} by ${rule}${why}`)}`
    }
    case 'result':
      return `result ${entry.result} after ${Math.round(entry.latency_ms)} ms`
    case 'refused':
      return `${paint('bad', 'refused')} a message of the ${entry.from}: ${visibleText(entry.message)}`
    case 'approval':
      return describeApproval(entry, paint)
    case 'reveal':
      return visibleText(`a hidden value was shown to ${entry.by}`)
    case 'revocation':
      return describeRevocation(entry)
    case 'policy':
      return describePolicy(entry, paint)
    case 'genesis':
      return `chain ${entry.chain} begins`
    case 'key':
      return `key ${entry.key_id} signs from here on`
    case 'recovery':
      return `the writer before had died; entries from ${entry.unsigned_from} on were not signed by it`
    case 'limits':
      return visibleText(
        entry.step === 'begun'
          ? 'the counters of limits were begun'
          : `limits reset: ${entry.series ?? 'all'}, ${plural(entry.calls ?? 0, 'call')} forgotten`,
      )
    case 'sessions':
      return entry.step === 'begun' ? 'a store of sessions was begun' : 'every session begins anew'
    case 'close':
      return visibleText(`closed: ${entry.reason}`)
  }
}

function describePolicy({ policies, enforcement, observe_only: shadow }: PolicyBody, paint: Paint): string {
  const { invariants = [], drift, evaluators = [] } = enforcement ?? {}
  const beside = [
    ...(invariants.length === 0 ? [] : [`invariants ${invariants.join(', ')}`]),
    ...(drift === undefined ? [] : ['drift']),
    ...(evaluators.length === 0 ? [] : [`evaluators ${evaluators.join(', ')}`]),
  ]
  const all = [`policy ${policies.map(nameOf).join(', ')}`, ...beside].join('; ')
  const text = visibleText(`${all} in force`)
  return shadow === undefined ? text : `${text}, ${paint('bad', describeShadow(shadow))}`
}

function describeShadow({ until, lifts_invariants: lifts }: ObserveOnlyRecord): string {
  const end = until === undefined ? '' : ` until ${until}`
  return `SHADOW MODE${end}: nothing of it is enforced${lifts === true ? '' : ', but for invariants'}`
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
