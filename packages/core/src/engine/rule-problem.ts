import type { Action } from '../action.ts'
import type { Facts } from '../facts.ts'
import type { CompiledRule } from './compiled-rule.ts'

/** What kept the rule from being evaluated: names fields and types, never values. */
export function ruleProblem(rule: CompiledRule, action: Action, facts: Facts): string {
  return rule.condition?.problem(action, facts) ?? 'a condition could not be evaluated'
}
