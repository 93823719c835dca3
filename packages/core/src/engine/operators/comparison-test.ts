import { canonicalJson } from '../../json/canonical-json.ts'
import type { JsonArray, JsonValue } from '../../json-value.ts'
import { jsonEqual } from '../arguments/json-equal.ts'
import { type JsonType, jsonType } from '../arguments/json-type.ts'
import { undressed } from '../arguments/undressed.ts'
import { lenientTest, lenientTestWithin } from './lenient-test.ts'
import { ERROR, FALSE, TRUE, type TruthMask } from '../truth-mask.ts'
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
 * Compares values of the type that an item has. A value of another type than an item was not meant where no reader
 * could take it for the item, and is doubt where one could: a server that reads `["prod"]` or `"1"` runs on `prod` or 1.
 */
export function comparisonTest({ operator, items, isNegated, ofAbsent }: Comparison): ValueTest {
  const solid = items.filter((item) => item !== null)
  const types = new Set(solid.map(jsonType))
  const holds = membership(solid)
  const couldBeTaken = doubt(solid)
  const isNegative = operator === 'not_equals' || operator === 'not_in'
  const ofOtherType = (): TruthMask => {
    if (types.size === 0) return isNegative ? TRUE : FALSE
    return operator === 'not_in' || (operator === 'not_equals' && isNegated) ? ERROR : FALSE
  }
  const ofValue = (value: JsonValue): TruthMask => {
    if (value === null) return ofAbsent
    if (holds(value)) return isNegative ? FALSE : TRUE
    if (couldBeTaken(value)) return ERROR
    if (!types.has(jsonType(value))) return ofOtherType()
    return isNegative ? TRUE : FALSE
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
      if (couldBeTaken(value)) return `${type}, and could be taken for what it is compared with`
      return operator === 'not_in' ? `${type}, as no item of the list is` : type
    },
  }
}

function membership(items: JsonArray): (value: JsonValue) => boolean {
  const scalars = new Set<JsonValue>(items.filter((item) => typeof item !== 'object'))
  const composites = items.filter((item) => typeof item === 'object')
  return (value) => scalars.has(value) || composites.some((item) => jsonEqual(value, item))
}

/** Whether a value could be taken for an item of another type; a text, for one of its own type, undressed or in JSON. */
function doubt(items: JsonArray): (value: JsonValue) => boolean {
  const texts = items.filter((item) => typeof item === 'string')
  const bare = new Set(texts.map(undressed))
  const withinText = lenientTestWithin(texts)
  const tests = new Map<JsonType, (value: JsonValue) => boolean>()
  return (value) => {
    const type = jsonType(value)
    let test = tests.get(type)
    if (test === undefined)
      tests.set(type, (test = lenientTest(items.filter((item) => jsonType(item) !== type))))
    return test(value) || (typeof value === 'string' && (bare.has(undressed(value)) || withinText(value)))
  }
}
