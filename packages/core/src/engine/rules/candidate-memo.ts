import { LIMITS } from '../../limits.ts'
import { Candidates } from './candidates.ts'
import type { RuleIndex } from './rule-index.ts'

/**
 * Remembers the candidates of the subjects asked for last, never anything about arguments. Two generations: what was
 * not asked for during a whole generation is forgotten, so a flood of unique names costs index look-ups, not memory.
 */
export class CandidateMemo {
  readonly #index: RuleIndex
  #young = new Map<number, Map<string, Candidates>>()
  #old = new Map<number, Map<string, Candidates>>()
  #youngCount = 0

  constructor(index: RuleIndex) {
    this.#index = index
  }

  of(type: number, resource: string): Candidates {
    const known = this.#young.get(type)?.get(resource)
    if (known !== undefined) return known
    const candidates = this.#old.get(type)?.get(resource) ?? new Candidates(this.#index, type, resource)
    if (resource.length <= LIMITS.memoNameCharsMax) this.#remember(type, resource, candidates)
    return candidates
  }

  #remember(type: number, resource: string, candidates: Candidates): void {
    if (this.#youngCount >= LIMITS.memoEntriesMax / 2) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngCount = 0
    }
    const names = this.#young.get(type)
    if (names === undefined) this.#young.set(type, new Map([[resource, candidates]]))
    else names.set(resource, candidates)
    this.#youngCount += 1
  }
}
