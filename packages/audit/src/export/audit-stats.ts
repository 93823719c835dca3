import type { DecidedBody, EntryKind, ResultBody } from '../entry/entry.ts'
import { LIMITS } from '../limits.ts'
import type { AuditRow } from './audit-row.ts'

/** How often each name was met; names beyond `LIMITS.statsNamesMax` are counted together. */
export interface NameCounts {
  readonly names: ReadonlyMap<string, number>
  readonly others: number
}

/** What a record holds, in numbers. */
export interface AuditStats {
  readonly entries: number
  readonly chains: number
  readonly first?: string
  readonly last?: string
  readonly kinds: ReadonlyMap<EntryKind, number>
  readonly outcomes: ReadonlyMap<DecidedBody['outcome'], number>
  readonly results: ReadonlyMap<ResultBody['result'], number>
  readonly rules: NameCounts
  readonly resources: NameCounts
  readonly agents: NameCounts
}

/**
 * Counts rows as they come, in bounded memory. A call that waited for a human is decided twice, and counted once: by
 * what came of it, or as held while nothing has.
 */
export async function auditStats(rows: AsyncIterable<AuditRow> | Iterable<AuditRow>): Promise<AuditStats> {
  const chains = new Set<string>()
  const kinds = new Map<EntryKind, number>()
  const outcomes = new Map<DecidedBody['outcome'], number>()
  const results = new Map<ResultBody['result'], number>()
  const [rules, resources, agents] = [new Names(), new Names(), new Names()]
  const held = new Held()
  let entries = 0
  let first: string | undefined
  let last: string | undefined
  for await (const { chain, entry } of rows) {
    entries++
    chains.add(chain)
    count(kinds, entry.kind)
    if (first === undefined || entry.time < first) first = entry.time
    if (last === undefined || entry.time > last) last = entry.time
    if (entry.kind === 'result') count(results, entry.result)
    if (entry.kind !== 'decided') continue
    const isFirst = held.take(entry)
    if (!isFirst) count(outcomes, 'pending_approval', -1)
    count(outcomes, entry.outcome)
    if (!isFirst) continue
    rules.add(entry.matched_rule)
    resources.add(entry.resource)
    agents.add(entry.agent_id)
  }
  const span = first === undefined || last === undefined ? {} : { first, last }
  return { entries, chains: chains.size, ...span, kinds, outcomes, results, rules, resources, agents }
}

class Names implements NameCounts {
  readonly names = new Map<string, number>()
  others = 0

  add(name: string): void {
    if (this.names.has(name) || this.names.size < LIMITS.statsNamesMax) count(this.names, name)
    else this.others++
  }
}

/** The calls that wait: the oldest is forgotten, and may be counted again, when there are too many. */
class Held {
  readonly #keys = new Set<string>()

  /** Whether the decision is the first about its call. */
  take({ decision_id, action_type, resource, outcome }: DecidedBody): boolean {
    const key = JSON.stringify([decision_id, action_type, resource])
    const isFirst = !this.#keys.delete(key)
    if (outcome === 'pending_approval') this.#keys.add(key)
    const [oldest] = this.#keys
    if (this.#keys.size > LIMITS.statsHeldMax && oldest !== undefined) this.#keys.delete(oldest)
    return isFirst
  }
}

function count<Name>(counts: Map<Name, number>, name: Name, by = 1): void {
  const now = (counts.get(name) ?? 0) + by
  if (now === 0) counts.delete(name)
  else counts.set(name, now)
}
