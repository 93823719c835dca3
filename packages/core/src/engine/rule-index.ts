import type { Glob } from '../match/glob.ts'
import type { Condition, Pattern } from '../rule.ts'
import type { CompiledRule } from './compiled-rule.ts'
import { CandidateMerge } from './candidate-merge.ts'
import { compileNames } from './name-set.ts'

/** Positions of rules, ascending. */
export type Positions = readonly number[]

/**
 * Finds the rules that a resource name can concern without looking at the others. Each pattern is filed once: names
 * by themselves, globs by their literal head or tail, whichever is longer; only globs with neither are kept in a list.
 */
export interface RuleIndex {
  /** The rules that may cover the name, in order, from a position on; the caller checks each. */
  candidates(resource: string, from: number): CandidateMerge
}

export function createRuleIndex(rules: readonly CompiledRule[]): RuleIndex {
  const exact = new Map<string, number[]>()
  const heads = new Map<number, Map<string, number[]>>()
  const tails = new Map<number, Map<string, number[]>>()
  const residual: number[] = []
  for (const [place, rule] of rules.entries()) {
    const globs = requiredGlobs(rule)
    if (globs === undefined) residual.push(place)
    else for (const glob of globs) file(glob, place)
  }
  return {
    candidates: (resource, from) => {
      const found: Positions[] = residual.length === 0 ? [] : [residual]
      const named = exact.get(resource)
      if (named !== undefined) found.push(named)
      for (const [length, filed] of heads) {
        const positions = filed.get(resource.slice(0, length))
        if (positions !== undefined) found.push(positions)
      }
      for (const [length, filed] of tails) {
        const positions = length <= resource.length ? filed.get(resource.slice(-length)) : undefined
        if (positions !== undefined) found.push(positions)
      }
      return new CandidateMerge(rules, found, from)
    },
  }

  function file({ only, head, tail }: Glob, place: number): void {
    if (only !== undefined) add(exact, only, place)
    else if (head === '' && tail === '') append(residual, place)
    else if (head.length >= tail.length) add(bucket(heads, head.length), head, place)
    else add(bucket(tails, tail.length), tail, place)
  }
}

/** The names without one of which the rule cannot match; undefined when there is no such list. */
function requiredGlobs(rule: CompiledRule): readonly Glob[] | undefined {
  if (rule.resources !== undefined) return rule.resources.globs
  const patterns = requiredPatterns(rule.rule.match.condition)
  return patterns === undefined ? undefined : compileNames(patterns).globs
}

/** A condition on the resource that must hold for the whole to hold or err. */
function requiredPatterns(condition: Condition | undefined): readonly Pattern[] | undefined {
  if (condition?.kind === 'resource') return condition.patterns
  if (condition?.kind !== 'all') return undefined
  for (const inner of condition.of) {
    const patterns = requiredPatterns(inner)
    if (patterns !== undefined) return patterns
  }
  return undefined
}

function bucket(buckets: Map<number, Map<string, number[]>>, length: number): Map<string, number[]> {
  const known = buckets.get(length)
  if (known !== undefined) return known
  const created = new Map<string, number[]>()
  buckets.set(length, created)
  return created
}

function add(filed: Map<string, number[]>, key: string, place: number): void {
  const known = filed.get(key)
  if (known === undefined) filed.set(key, [place])
  else append(known, place)
}

/** Two patterns of one rule can be filed in one place. */
function append(positions: number[], place: number): void {
  if (positions.at(-1) !== place) positions.push(place)
}
