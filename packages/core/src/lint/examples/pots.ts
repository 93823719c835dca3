import type { HistoryCondition, Rule } from '../../rule.ts'
import { conditionsOf } from './example-names.ts'

/** The pots that a rule names, with its conditions on each. */
export function potsOf({ match }: Rule): ReadonlyMap<string, readonly HistoryCondition[]> {
  const pots = new Map<string, HistoryCondition[]>()
  for (const condition of conditionsOf(match.condition, 'history'))
    if (condition.pot !== undefined) pots.set(condition.pot, [...(pots.get(condition.pot) ?? []), condition])
  return pots
}
