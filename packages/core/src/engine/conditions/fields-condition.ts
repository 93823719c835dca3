import type { JsonObject, JsonValue } from '../../json-value.ts'
import type { Judgement } from '../../readings/judgement.ts'
import type { FieldsCondition } from '../../rule.ts'
import { type CompiledCondition, UNKNOWN_PARAMETERS } from './compiled-condition.ts'
import { fieldCollector } from '../arguments/field-collector.ts'
import { fieldValues, pathProblem } from '../arguments/field-lookup.ts'
import { compileFieldsTest } from '../operators/fields-test.ts'
import { maskOf, UNKNOWN } from '../truth-mask.ts'

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
