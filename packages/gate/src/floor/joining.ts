import type { JsonArray } from '@kvlar/core/json'
import { canJoin, type Argument, type Item } from './arguments.ts'

/** What stands in an argument. */
interface Holder {
  readonly argument: Argument
}

/** So few are looked at one by one. */
const FEW = 16

/** For one argument those of the others that it can be joined with, without looking at every pair of a long list. */
export function joinable<Other extends Holder>(others: readonly Other[]): (one: Holder) => Iterable<Other> {
  if (others.length <= FEW)
    return ({ argument }) => others.filter((other) => canJoin(argument, other.argument))
  const lists = Map.groupBy(others, ({ argument }): JsonArray | undefined => argument.items[0]?.list)
  const items = Map.groupBy(others, ({ argument }): Item | undefined => argument.items[0])
  return function* ({ argument }) {
    const [outermost] = argument.items
    for (const [list, holders] of lists)
      for (const other of list !== undefined && list === outermost?.list
        ? (items.get(outermost) ?? [])
        : holders)
        if (canJoin(argument, other.argument)) yield other
  }
}
