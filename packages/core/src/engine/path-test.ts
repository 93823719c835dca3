import type { JsonValue } from '../json-value.ts'
import { pathRoot, pathWithin } from '../readings/path/path-within.ts'
import { invalidOperand } from './invalid-operand.ts'
import { jsonType } from './json-type.ts'
import { ERROR, FALSE, maskOf, or, type TruthMask } from './truth-mask.ts'
import type { ValueTest } from './value-test.ts'

/** `path_within`: inside one of the roots for certain, outside all of them for certain, or an error. */
export function pathTest(texts: readonly string[]): ValueTest {
  const roots = texts.map((text) => {
    const root = pathRoot(text)
    if (root === undefined) throw invalidOperand('path_within', 'an absolute path')
    return root
  })
  const ofValue = (value: JsonValue): TruthMask =>
    typeof value === 'string'
      ? roots.reduce((found, root) => or(found, maskOf(pathWithin(value, root).truth)), FALSE)
      : ERROR
  const problem = (value: JsonValue): string | undefined => {
    if (typeof value !== 'string') return `it is of type ${jsonType(value)}, not string`
    if (ofValue(value) !== ERROR) return undefined
    return roots.map((root) => pathWithin(value, root).problem).find((found) => found !== undefined)
  }
  return { ofValue, problem }
}
