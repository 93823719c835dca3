import { canonicalJson } from '../json/canonical-json.ts'
import type { JsonArray, JsonValue } from '../json-value.ts'
import { jsonEqual } from './json-equal.ts'
import { jsonType } from './json-type.ts'
import { lenientTest } from './lenient-test.ts'
import { ERROR, FALSE, TRUE, type TruthMask } from './truth-mask.ts'
import type { ValueTest } from './value-test.ts'

/** One of the four operators that compare any JSON. */
export interface Comparison {
  readonly operator: 'equals' | 'not_equals' | 'one_of' | 'not_in'
  /** The operand, or the items of it. */
  readonly items: JsonArray
  readonly isNegated: boolean
  /** What the test of an absent field is; a null counts as one. */
  readonly ofAbsent: TruthMask
}

/**
 * Compares values of a type that the operand has. One of another type was not meant where no reader could take it for
 * the operand, and is doubt where one could: a server that reads `["prod"]` or `"1"` runs on `prod` or 1.
 */
export function comparisonTest({ operator, items, isNegated, ofAbsent }: Comparison): ValueTest {
  const solid = items.filter((item) => item !== null)
  const types = new Set(solid.map(jsonType))
  const holds = membership(solid)
  const couldBeTaken = lenientTest(solid)
  const isNegative = operator === 'not_equals' || operator === 'not_in'
  const ofOtherType = (value: JsonValue): TruthMask => {
    if (types.size === 0) return isNegative ? TRUE : FALSE
    if (operator === 'not_in' || couldBeTaken(value)) return ERROR
    return operator === 'not_equals' && isNegated ? ERROR : FALSE
  }
  const ofValue = (value: JsonValue): TruthMask => {
    if (value === null) return ofAbsent
    if (!types.has(jsonType(value))) return ofOtherType(value)
    return holds(value) === isNegative ? FALSE : TRUE
  }
  return {
    ofValue,
    found: (shown) => {
      const item = solid.find((one) => jsonEqual(one, shown))
      return item === undefined ? undefined : { pattern: canonicalJson(item) }
    },
    problem: (value) => {
      if (ofValue(value) !== ERROR) return undefined
      if (value === null) return 'it is null, which counts as absent'
      const type = `it is of type ${jsonType(value)}`
      if (operator === 'not_in') return `${type}, as no item of the list is`
      return couldBeTaken(value) ? `${type}, and could be taken for what it is compared with` : type
    },
  }
}

function membership(items: JsonArray): (value: JsonValue) => boolean {
  const scalars = new Set<JsonValue>(items.filter((item) => typeof item !== 'object'))
  const composites = items.filter((item) => typeof item === 'object')
  return (value) => scalars.has(value) || composites.some((item) => jsonEqual(value, item))
}
