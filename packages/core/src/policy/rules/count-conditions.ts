import type { Condition } from '../../rule.ts'

/** How many conditions there are, nested ones included. */
export function countConditions(conditions: readonly Condition[]): number {
  let count = 0
  for (const condition of conditions) {
    count += 1
    if (condition.kind === 'all' || condition.kind === 'any') count += countConditions(condition.of)
    else if (condition.kind === 'not') count += countConditions([condition.of])
  }
  return count
}
