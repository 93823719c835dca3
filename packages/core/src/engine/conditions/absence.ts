import type { JsonValue } from '../../json-value.ts'
import { OPERATORS } from '../../operators.ts'
import type { Operator } from '../../operator-names.ts'
import { ERROR, FALSE, maskOf, TRUE, type TruthMask } from '../truth-mask.ts'

/**
 * What a test of a field that is not there is. A positive test is false and a negative one an error; under an odd number
 * of `not` a positive one is an error too, or `not: {equals: prod}` would let through what says nothing. Only tests of
 * presence, and comparisons with null (which stands for "null or absent"), know an answer either way.
 */
export function absentMask(operator: Operator, operand: JsonValue, isNegated: boolean): TruthMask {
  if (operator === 'exists') return FALSE
  if (operator === 'not_exists') return TRUE
  if (isNullMeant(operator, operand)) return operator === 'equals' || operator === 'one_of' ? TRUE : FALSE
  return isNegated ? ERROR : (ABSENT.get(operator) ?? ERROR)
}

function isNullMeant(operator: Operator, operand: JsonValue): boolean {
  if (operator === 'equals' || operator === 'not_equals') return operand === null
  return (operator === 'one_of' || operator === 'not_in') && Array.isArray(operand) && operand.includes(null)
}

const ABSENT: ReadonlyMap<Operator, TruthMask> = new Map(
  OPERATORS.map(({ operator, absent }) => [operator, maskOf(absent)]),
)
