import { LIMITS } from '../../limits.ts'
import type { CandidateMerge } from './candidate-merge.ts'
import { type CompiledRule, coversSubject } from './compiled-rule.ts'
import type { RuleIndex } from './rule-index.ts'

/**
 * The rules that cover one type and name, in order, found as they are asked for and remembered up to a bound.
 * The list ends with the first rule that asks nothing else: no later one can decide.
 */
export class Candidates {
  readonly #index: RuleIndex
  readonly #type: number
  readonly #resource: string
  readonly #known: CompiledRule[] = []
  /** Undefined once the list is complete, or full. */
  #rest: CandidateMerge | undefined
  #isFull = false

  constructor(index: RuleIndex, type: number, resource: string) {
    this.#index = index
    this.#type = type
    this.#resource = resource
    this.#rest = index.candidates(resource, 0)
  }

  /** The rule after another one; the first without one; undefined at the end. `at` counts from 0. */
  get(at: number, previous: CompiledRule | undefined): CompiledRule | undefined {
    const known = this.#known[at]
    if (known !== undefined) return known
    if (this.#rest !== undefined) return this.#extend(this.#rest)
    if (!this.#isFull || previous === undefined || previous.isOpen) return undefined
    // Beyond the bound each step searches anew; only policies with hundreds of rules for one name come here.
    return this.#nextCovering(this.#index.candidates(this.#resource, previous.position + 1))
  }

  #extend(rest: CandidateMerge): CompiledRule | undefined {
    const found = this.#nextCovering(rest)
    if (found !== undefined) this.#known.push(found)
    this.#isFull = this.#known.length === LIMITS.memoRulesMax
    if (found === undefined || found.isOpen || this.#isFull) this.#rest = undefined
    return found
  }

  #nextCovering(merge: CandidateMerge): CompiledRule | undefined {
    let rule = merge.next()
    while (rule !== undefined && !coversSubject(rule, this.#type, this.#resource)) rule = merge.next()
    return rule
  }
}
