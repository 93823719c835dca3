import { allSteps } from '../all-steps.ts'
import { foldKey } from '../../json/fold-key.ts'
import { spelledWords } from '../../match/words.ts'
import type { CompiledRule } from './compiled-rule.ts'
import { CandidateMerge } from './candidate-merge.ts'
import { add, append, NameShelf, type Positions } from './name-shelf.ts'
import type { NameSet } from './name-set.ts'
import { requiredNames } from './required-names.ts'

/**
 * Finds the rules that a resource name can concern without looking at the others. Each pattern is filed once, and so is
 * each word of a rule without patterns; only rules that any name may concern are kept in a list.
 */
export interface RuleIndex {
  /** The rules that may cover the name, in order, from a position on; the caller checks each. */
  candidates(resource: string, from: number): CandidateMerge
}

export function createRuleIndex(rules: readonly CompiledRule[]): RuleIndex {
  return allSteps(ruleIndexSteps(rules))
}

/** The same in steps, a rule each. */
export function* ruleIndexSteps(rules: readonly CompiledRule[]): Generator<undefined, RuleIndex, undefined> {
  const asWritten = new NameShelf()
  const folded = new NameShelf()
  const byWord = new Map<string, number[]>()
  const worded: number[] = []
  const residual: number[] = []
  for (const [place, rule] of rules.entries()) {
    const names = requiredNames(rule)
    if (names !== undefined) fileNames(names, place)
    else if (rule.words !== undefined) fileWords(rule.words.words, place)
    else append(residual, place)
    yield
  }
  return {
    candidates: (resource, from) => {
      const found: Positions[] = residual.length === 0 ? [] : [residual]
      asWritten.find(resource, found)
      if (!folded.isEmpty) folded.find(foldKey(resource), found)
      if (worded.length > 0) findWords(resource, found)
      return new CandidateMerge(rules, found, from)
    },
  }

  function fileNames({ globs, ignoresCase }: NameSet, place: number): void {
    const shelf = ignoresCase ? folded : asWritten
    for (const glob of globs) if (!shelf.file(glob, place)) append(residual, place)
  }

  function fileWords(words: readonly string[], place: number): void {
    append(worded, place)
    for (const word of words) add(byWord, word, place)
  }

  /** A name whose words are not certain concerns every rule that asks for one. */
  function findWords(resource: string, into: Positions[]): void {
    const spelled = spelledWords(resource)
    if (spelled === undefined) into.push(worded)
    else
      for (const word of spelled) {
        const positions = byWord.get(word)
        if (positions !== undefined) into.push(positions)
      }
  }
}
