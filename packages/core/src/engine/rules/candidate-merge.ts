import type { CompiledRule } from './compiled-rule.ts'

/** Walks several ascending lists of places as one, each place once, only as far as it is asked. */
export class CandidateMerge {
  readonly #rules: readonly CompiledRule[]
  readonly #lists: readonly (readonly number[])[]
  readonly #cursors: number[]

  /** Starts with the first place that is not below `from`. */
  constructor(rules: readonly CompiledRule[], lists: readonly (readonly number[])[], from: number) {
    this.#rules = rules
    this.#lists = lists
    this.#cursors = lists.map((list) => (from === 0 ? 0 : firstNotBelow(list, from)))
  }

  /** The next rule in order; undefined at the end. */
  next(): CompiledRule | undefined {
    let lowest = Number.POSITIVE_INFINITY
    for (let index = 0; index < this.#lists.length; index += 1) {
      const place = this.#lists[index]?.[this.#cursors[index] ?? 0]
      if (place !== undefined && place < lowest) lowest = place
    }
    if (lowest === Number.POSITIVE_INFINITY) return undefined
    for (let index = 0; index < this.#lists.length; index += 1) {
      const cursor = this.#cursors[index] ?? 0
      if (this.#lists[index]?.[cursor] === lowest) this.#cursors[index] = cursor + 1
    }
    return this.#rules[lowest]
  }
}

function firstNotBelow(list: readonly number[], bound: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] ?? bound) < bound) low = middle + 1
    else high = middle
  }
  return low
}
