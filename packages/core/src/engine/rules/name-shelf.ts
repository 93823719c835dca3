import type { Glob } from '../../match/glob.ts'

/** Places of rules, ascending. */
export type Positions = readonly number[]

/** Files places under name patterns: names by themselves, globs by their literal head or tail, whichever is longer. */
export class NameShelf {
  readonly #exact = new Map<string, number[]>()
  readonly #heads = new Map<number, Map<string, number[]>>()
  readonly #tails = new Map<number, Map<string, number[]>>()
  isEmpty = true

  /** False for a glob with neither head nor tail, which may cover any name. */
  file({ only, head, tail }: Glob, place: number): boolean {
    if (only === undefined && head === '' && tail === '') return false
    this.isEmpty = false
    if (only !== undefined) add(this.#exact, only, place)
    else if (head.length >= tail.length) add(bucket(this.#heads, head.length), head, place)
    else add(bucket(this.#tails, tail.length), tail, place)
    return true
  }

  /** Adds the places that a name may concern. */
  find(name: string, into: Positions[]): void {
    const named = this.#exact.get(name)
    if (named !== undefined) into.push(named)
    for (const [length, filed] of this.#heads) {
      const positions = filed.get(name.slice(0, length))
      if (positions !== undefined) into.push(positions)
    }
    for (const [length, filed] of this.#tails) {
      const positions = length <= name.length ? filed.get(name.slice(-length)) : undefined
      if (positions !== undefined) into.push(positions)
    }
  }
}

function bucket(buckets: Map<number, Map<string, number[]>>, length: number): Map<string, number[]> {
  const known = buckets.get(length)
  if (known !== undefined) return known
  const created = new Map<string, number[]>()
  buckets.set(length, created)
  return created
}

export function add(filed: Map<string, number[]>, key: string, place: number): void {
  const known = filed.get(key)
  if (known === undefined) filed.set(key, [place])
  else append(known, place)
}

/** Two patterns of one rule can be filed in one place. */
export function append(positions: number[], place: number): void {
  if (positions.at(-1) !== place) positions.push(place)
}
