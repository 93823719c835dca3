import type { Condition, Rule } from '../../rule.ts'

/** Whether some rule asks what was called before, so that a store has to keep it. */
export function countsCalls(rules: readonly Rule[]): boolean {
  return rules.some(({ match }) => match.condition !== undefined && reads(match.condition))
}

function reads(condition: Condition): boolean {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.some(reads)
  if (condition.kind === 'not') return reads(condition.of)
  return condition.kind === 'rate_limit' || condition.kind === 'history'
}
