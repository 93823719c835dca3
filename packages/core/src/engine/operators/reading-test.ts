import type { JsonValue } from '../../json-value.ts'
import type { Judgement } from '../../readings/judgement.ts'
import { jsonType } from '../arguments/json-type.ts'
import { ERROR, maskOf } from '../truth-mask.ts'
import type { ValueTest } from './value-test.ts'

/** An operator that reads a text; a value of another type is an error. */
export function readingTest(judge: (text: string) => Judgement): ValueTest {
  return {
    ofValue: (value) => (typeof value === 'string' ? maskOf(judge(value).truth) : ERROR),
    found: (shown) => (typeof shown === 'string' ? judge(shown) : undefined),
    problem: (value) => {
      if (typeof value !== 'string') return `it is of type ${jsonType(value)}, not string`
      return judge(value).problem
    },
  }
}

/** An operator that reads a value of any type. */
export function anyReadingTest(judge: (value: JsonValue) => Judgement): ValueTest {
  return {
    ofValue: (value) => maskOf(judge(value).truth),
    problem: (value) => judge(value).problem,
    found: (shown) => judge(shown),
  }
}
