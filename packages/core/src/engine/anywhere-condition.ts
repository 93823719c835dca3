import type { Action } from '../action.ts'
import type { Judgement } from '../readings/judgement.ts'
import type { AnywhereCondition } from '../rule.ts'
import { type CompiledCondition, UNKNOWN_PARAMETERS } from './compiled-condition.ts'
import type { EngineParts } from './engine-parts.ts'
import { compileTextTest, type TextTest } from './text-test.ts'
import { visitTexts } from './texts-of.ts'
import { maskOf, or, TRUE, UNKNOWN } from './truth-mask.ts'

const NOWHERE: Judgement = { truth: 'false' }
const TOO_MANY: Judgement = { truth: 'error', problem: 'the call has more texts than are looked at' }

/** True if any text of the call is so, an error if one cannot be judged and none is, false otherwise. */
export function compileAnywhere(condition: AnywhereCondition, parts: EngineParts): CompiledCondition {
  const { operator, value: operand } = condition
  const test = compileTextTest(operator, operand, parts)
  return {
    evaluate: (action) => {
      if (action.parameters !== UNKNOWN_PARAMETERS) return maskOf(judge(action, test).truth)
      const known = maskOf(judge(action, test).truth)
      return known === TRUE ? TRUE : or(known, UNKNOWN)
    },
    explain: (action, _facts, text) => {
      // Judged again as far as it may be shown: what a field hides is no example.
      const { truth, part } = judge({ ...action, parameters: text.redacted(action.parameters) }, test)
      const found = truth === 'false' || part === undefined ? 'none that may be shown' : text.shown(part)
      return { part: '', detail: `expected a text ${operator} ${text.operand(operand)}, found ${found}` }
    },
    problem: (action) => judge(action, test).problem,
    addNeeds: () => undefined,
  }
}

/** The first text that is so decides; without one, the first that is in doubt. */
function judge({ resource, target, parameters }: Action, test: TextTest): Judgement {
  let found = NOWHERE
  const visit = (text: string): boolean => {
    const judgement = test(text)
    if (judgement === undefined || judgement.truth === 'false') return false
    if (judgement.truth === 'true' || found.truth === 'false') found = { part: text, ...judgement }
    return found.truth === 'true'
  }
  try {
    if (visit(resource) || (target !== undefined && visit(target))) return found
    visitTexts(parameters, visit)
    return found
  } catch (cause) {
    if (cause instanceof RangeError) return TOO_MANY
    throw cause
  }
}
