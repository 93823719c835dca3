import type { AuditStats, NameCounts } from './audit-stats.ts'

/** Names with their counts, the greatest first. */
export function mostFirst(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
}

/** The same as JSON. */
export function auditStatsJson({
  kinds,
  outcomes,
  results,
  rules,
  resources,
  agents,
  ...rest
}: AuditStats): object {
  return {
    ...rest,
    kinds: Object.fromEntries(kinds),
    outcomes: Object.fromEntries(outcomes),
    results: Object.fromEntries(results),
    rules: namesJson(rules),
    resources: namesJson(resources),
    agents: namesJson(agents),
  }
}

/** A list: names come from outside, and must not become keys. */
function namesJson({ names, others }: NameCounts): object {
  return { names: mostFirst(names).map(([name, count]) => ({ name, count })), others }
}
