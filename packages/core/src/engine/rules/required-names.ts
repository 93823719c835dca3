import type { Condition, Pattern } from '../../rule.ts'
import type { CompiledRule } from './compiled-rule.ts'
import { compileNames, type NameSet } from './name-set.ts'

/** The names without one of which the rule cannot match; undefined when there is no such list. */
export function requiredNames(rule: CompiledRule): NameSet | undefined {
  if (rule.resources !== undefined) return rule.resources
  const patterns = requiredPatterns(rule.rule.match.condition)
  return patterns && compileNames(patterns)
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
