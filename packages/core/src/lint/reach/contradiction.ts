import { isJsonArray } from '../../json/json-shape.ts'
import type { JsonValue } from '../../json-value.ts'
import { withParameters } from '../call.ts'
import type { FieldTest } from '../field-tests.ts'
import { putValue } from '../examples/put-value.ts'
import type { RuleCase } from '../rule-case.ts'

type Pair = readonly [FieldTest, FieldTest]

/** Two tests of one argument that no value passes together, where that is certain. */
export function contradiction(tests: readonly FieldTest[], subject: RuleCase): Pair | undefined {
  for (const [index, second] of tests.entries())
    for (const first of tests.slice(0, index))
      if (
        isListed(first, second, subject) ||
        excludes(first, second, subject) ||
        excludes(second, first, subject)
      )
        return [first, second]
  return undefined
}

/** One of the two lists all values that pass it, and none of them passes the other. */
function isListed(first: FieldTest, second: FieldTest, subject: RuleCase): boolean {
  return nonePasses(listedValues(first), second, subject) || nonePasses(listedValues(second), first, subject)
}

function nonePasses(
  values: readonly JsonValue[],
  { path, condition }: FieldTest,
  subject: RuleCase,
): boolean {
  const { example } = subject
  return (
    values.length > 0 &&
    values.every(
      (value) =>
        !subject.isTrue(condition, withParameters(example, putValue(example.action.parameters, path, value))),
    )
  )
}

/** Every value that passes, where those are few; null is left out, because what is absent passes with it. */
function listedValues({ operator, operand, isNegated }: FieldTest): readonly JsonValue[] {
  if (isNegated) return []
  if (operator === 'equals') return operand === null ? [] : [operand]
  if (operator !== 'one_of' || !isJsonArray(operand)) return []
  return operand.includes(null) ? [] : operand
}

/** Reasons that lie in the two operators. */
function excludes(first: FieldTest, second: FieldTest, subject: RuleCase): boolean {
  if (first.isNegated || second.isNegated) return false
  const [left, right] = [first.operand, second.operand]
  if (first.operator === 'not_exists')
    return isText(second) || isNumber(second) || second.operator === 'exists'
  if (isText(first) && isNumber(second)) return true
  if (typeof left === 'number' && typeof right === 'number') return isAbove(first, left, second, right)
  if (first.operator !== second.operator) return false
  if (typeof left === 'string' && typeof right === 'string') {
    if (first.operator === 'starts_with') return !left.startsWith(right) && !right.startsWith(left)
    if (first.operator === 'ends_with') return !left.endsWith(right) && !right.endsWith(left)
  }
  // Of two folders one is within the other, or they have nothing in common.
  return (
    first.operator === 'path_within' &&
    nonePasses(rootsOf(first), second, subject) &&
    nonePasses(rootsOf(second), first, subject)
  )
}

function rootsOf({ operand }: FieldTest): readonly JsonValue[] {
  return isJsonArray(operand) ? operand : [operand]
}

function isText(test: FieldTest): boolean {
  const { operator } = test
  return (
    operator === 'matches' ||
    /^(?:contains|starts_with|ends_with|path_within|url_host_in|in_domain)$/.test(operator)
  )
}

function isNumber({ operator }: FieldTest): boolean {
  return /^(?:greater_than|less_than|at_least|at_most)$/.test(operator)
}

/** The first asks for more than the second lets pass. */
function isAbove(first: FieldTest, low: number, second: FieldTest, high: number): boolean {
  if (!/^(?:greater_than|at_least)$/.test(first.operator) || !/^(?:less_than|at_most)$/.test(second.operator))
    return false
  return (
    low > high || (low === high && (first.operator === 'greater_than' || second.operator === 'less_than'))
  )
}
