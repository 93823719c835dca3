import type { FieldCondition, FieldPath } from '../../rule.ts'
import { absentMask } from './absence.ts'
import { type CompiledCondition, UNKNOWN_PARAMETERS } from './compiled-condition.ts'
import type { EngineParts } from '../engine-parts.ts'
import { type FieldTest, fieldReader, fieldValues, pathProblem } from '../arguments/field-lookup.ts'
import { ERROR, UNKNOWN } from '../truth-mask.ts'
import { fieldMatch } from '../trace/matched/field-match.ts'
import type { JsonValue } from '../../json-value.ts'
import type { TraceText } from '../trace/trace-text.ts'
import { compileValueTest, type ValueTest } from '../operators/value-test.ts'

export function compileField(condition: FieldCondition, parts: EngineParts): CompiledCondition {
  const { path, operator, value: operand } = condition
  const valueTest = compileValueTest(condition, parts)
  const test: FieldTest = {
    ofValue: valueTest.ofValue,
    ofAbsent: absentMask(operator, operand, parts.isNegated),
  }
  const read = fieldReader(path, test)
  return {
    evaluate: ({ parameters }) => (parameters === UNKNOWN_PARAMETERS ? UNKNOWN : read(parameters)),
    explain: ({ parameters }, _facts, text) => {
      const asked = operator === 'exists' || operator === 'not_exists' ? '' : ` ${text.operand(operand)}`
      const values = fieldValues(path, parameters)
      const found = `${text.found(path, values)}${missedPart(path, { valueTest, values, text })}`
      return { part: '', detail: `expected ${text.shown(path.text)} ${operator}${asked}, found ${found}` }
    },
    met: ({ parameters }, _facts, text) => [
      fieldMatch(condition, valueTest, { text, values: fieldValues(path, parameters) }),
    ],
    problem: ({ parameters }) => {
      if (read(parameters) !== ERROR) return undefined
      const doubt = pathProblem(path, parameters)
      if (doubt !== undefined) return doubt
      const values = fieldValues(path, parameters)
      if (values.length === 0) return `\`${path.text}\` is absent, or not the list that the path asks for`
      const problem = values.map(valueTest.problem).find((found) => found !== undefined)
      return `\`${path.text}\` cannot be judged: ${problem ?? 'its elements disagree, are too many, or are not all there'}`
    },
    addNeeds: () => undefined,
  }
}

interface Missed {
  readonly valueTest: ValueTest
  readonly values: readonly JsonValue[]
  readonly text: TraceText
}

/** The part of a value because of which it does not hold, where that is not the whole. */
function missedPart(path: FieldPath, { valueTest, values: [value], text }: Missed): string {
  const shown = value === undefined ? undefined : text.visible(path, value)
  if (value === undefined || shown === undefined) return ''
  const part = valueTest.found?.(shown, value)?.part
  return part === undefined || part === '' || part === shown ? '' : ` at \`${text.around(part)}\``
}
