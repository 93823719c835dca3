import type { JsonObject, JsonValue } from '../../json-value.ts'
import type { Judgement } from '../../readings/judgement.ts'
import type { FieldPath, FieldsCondition } from '../../rule.ts'
import { type CompiledCondition, UNKNOWN_PARAMETERS } from './compiled-condition.ts'
import { fieldReader, fieldValues, pathProblem } from '../arguments/field-lookup.ts'
import { compileFieldsTest } from '../operators/fields-test.ts'
import { ERROR, FALSE, holds, maskOf, UNKNOWN } from '../truth-mask.ts'

/** What one path leads to; undefined where it can be taken in two ways. */
type ReadField = (parameters: JsonObject) => readonly JsonValue[] | undefined

/** Several arguments judged as one, such as all recipients of a mail. */
export function compileFields(condition: FieldsCondition): CompiledCondition {
  const { paths, operator, value: operand } = condition
  const test = compileFieldsTest(condition)
  const readers = paths.map(fieldCollector)
  const names = paths.map(({ text }) => `\`${text}\``).join(', ')
  const judge = (parameters: JsonObject): Judgement => {
    const values: (readonly JsonValue[])[] = []
    for (const read of readers) {
      const found = read(parameters)
      if (found === undefined) return AMBIGUOUS
      values.push(found)
    }
    return test(values)
  }
  return {
    evaluate: ({ parameters }) =>
      parameters === UNKNOWN_PARAMETERS ? UNKNOWN : maskOf(judge(parameters).truth),
    explain: ({ parameters }, _facts, text) => {
      const found = paths.map((path) => text.found(path, fieldValues(path, parameters))).join(', ')
      return { part: '', detail: `expected ${names} ${operator} ${text.operand(operand)}, found ${found}` }
    },
    problem: ({ parameters }) => {
      const { problem } = judge(parameters)
      if (problem === undefined) return undefined
      const doubt = paths.map((path) => pathProblem(path, parameters)).find((found) => found !== undefined)
      return doubt ?? `${names} cannot be judged: ${problem}`
    },
    addNeeds: () => undefined,
  }
}

const AMBIGUOUS: Judgement = {
  truth: 'error',
  problem: 'a path does not lead to the list that it asks for, or not in all of its elements to a value',
}

/** Under a wildcard every element has the field or none has: anything else can be taken in two ways. */
function fieldCollector(path: FieldPath): ReadField {
  const isThere = fieldReader(path, { ofValue: (value) => holds(value !== null), ofAbsent: FALSE })
  return (parameters) =>
    isThere(parameters) === ERROR
      ? undefined
      : fieldValues(path, parameters).filter((value) => value !== null)
}
