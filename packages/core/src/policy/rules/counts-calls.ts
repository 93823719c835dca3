import type { Condition, Rule } from '../../rule.ts'

/** Whether some rule asks what was called before, so that a store has to keep it. */
export function countsCalls(rules: readonly Rule[]): boolean {
  return rules.some(({ match }) => match.condition !== undefined && reads(match.condition))
}

function reads(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.some(reads)
    case 'not':
      return reads(condition.of)
    default:
      return condition.kind === 'rate_limit' || condition.kind === 'history'
  }
}
