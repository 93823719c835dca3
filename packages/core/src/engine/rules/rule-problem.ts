import type { Action } from '../../action.ts'
import type { Facts } from '../../facts.ts'
import { hasCertainWords } from '../../match/words.ts'
import type { CompiledRule } from './compiled-rule.ts'

/** What kept the rule from being evaluated: names fields and types, never values. */
export function ruleProblem(rule: CompiledRule, action: Action, facts: Facts): string {
  if (rule.words !== undefined && !hasCertainWords(action.resource))
    return 'the name has characters beyond ASCII, or too many, so that its words are not certain'
  return rule.condition?.problem(action, facts) ?? 'a condition could not be evaluated'
}
