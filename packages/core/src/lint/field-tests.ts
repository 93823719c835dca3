import { isJsonArray } from '../json/json-shape.ts'
import type { Condition, FieldPath, Origin } from '../rule.ts'
import type { Operator } from '../operator-names.ts'
import type { JsonValue } from '../json-value.ts'
import { withParameters, type Call } from './call.ts'
import { keyPath } from './examples/example-values.ts'
import { putValue } from './examples/put-value.ts'
import type { RuleCase } from './rule-case.ts'
import type { SourceValue } from './source-spots.ts'

/** One test of an argument, however the rule writes it. */
export interface FieldTest {
  readonly path: FieldPath
  /** `parameters` for a regular expression under that key. */
  readonly operator: Operator | 'parameters'
  readonly operand: JsonValue
  readonly condition: Condition
  readonly origin: Origin
  /** Under an odd number of `not`. */
  readonly isNegated: boolean
}

/** Every test of an argument in the rule, nested ones included. */
export function fieldTestsOf(subject: RuleCase): readonly FieldTest[] {
  return textTestsOf(subject).filter(({ condition }) => condition.kind !== 'anywhere')
}

/** A rule with more tests is made by a program, and each of them costs the time of all. */
const TESTS_MAX = 100

/** Every test of a text: those of arguments, and those of whatever text there is; none where they are too many. */
export function textTestsOf({ rule }: RuleCase): readonly FieldTest[] {
  const found: FieldTest[] = []
  const walk = (condition: Condition, isNegated: boolean): void => {
    if (condition.kind === 'all' || condition.kind === 'any')
      for (const inner of condition.of) walk(inner, isNegated)
    else if (condition.kind === 'not') walk(condition.of, !isNegated)
    else if (condition.kind === 'field') {
      const { path, operator, value: operand, origin } = condition
      found.push({ path, operator, operand, condition, origin, isNegated })
    } else if (condition.kind === 'fields') {
      const { paths, operator, value: operand, origin } = condition
      for (const path of paths) found.push({ path, operator, operand, condition, origin, isNegated })
    } else if (condition.kind === 'parameter_regex') {
      const { name, pattern: operand, origin } = condition
      found.push({ path: keyPath(name), operator: 'parameters', operand, condition, origin, isNegated })
    } else if (condition.kind === 'anywhere') {
      const { operator, value: operand, origin } = condition
      found.push({ path: keyPath('text'), operator, operand, condition, origin, isNegated })
    }
  }
  if (rule.match.condition !== undefined) walk(rule.match.condition, false)
  return found.length > TESTS_MAX ? [] : found
}

/** Whether the test searches with a regular expression. */
export function isRegexTest({ operator }: FieldTest): boolean {
  return operator === 'matches' || operator === 'parameters'
}

/** Where the operand of a test stands; `index` is that of an item of a list. */
export function operandOf({ rule, bench }: RuleCase, test: FieldTest, index?: number): SourceValue {
  if (test.operator === 'parameters')
    return bench.spots.value(rule, ['parameters'], typeof test.operand === 'string' ? test.operand : '')
  return bench.spots.operand(test.origin, 'value', index)
}

/** The texts of an operand, each with its index where the operand is a list. */
export function textsOf({
  operand,
}: FieldTest): readonly { readonly text: string; readonly index?: number }[] {
  if (typeof operand === 'string') return [{ text: operand }]
  if (!isJsonArray(operand)) return []
  return operand.flatMap((text, index) => (typeof text === 'string' ? [{ text, index }] : []))
}

/**
 * A call in which the argument has one of the values and the test is not what it is for the values it was written for;
 * one that the rule as a whole leaves alone, if there is one.
 */
export function missedCall(
  subject: RuleCase,
  test: FieldTest,
  values: readonly JsonValue[],
): Call | undefined {
  const { example } = subject
  const isPositive = !test.operator.startsWith('not_')
  const missed = [{}, example.action.parameters]
    .flatMap((others) => values.map((value) => withParameters(example, putValue(others, test.path, value))))
    .filter((call) => subject.isTrue(test.condition, call) !== isPositive)
  return missed.find((call) => !subject.matches(call)) ?? missed[0]
}
