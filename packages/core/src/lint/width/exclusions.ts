import type { JsonValue } from '../../json-value.ts'
import { withParameters } from '../call.ts'
import { fieldTestsOf, operandOf, textsOf, type FieldTest } from '../field-tests.ts'
import type { Check } from '../finding.ts'
import { putValue } from '../examples/put-value.ts'
import type { RuleCase } from '../rule-case.ts'

/** Allow rules that only say which values may not be: every other spelling passes. */
export const findExclusions: Check = function* (subject) {
  if (subject.rule.effect.type !== 'allow') return
  const tests = fieldTestsOf(subject).filter(({ operator }) => operator !== 'not_exists')
  if (tests.some((test) => !excludes(test))) return
  for (const test of tests) {
    const call = passing(subject, test)
    if (call === undefined) continue
    yield {
      code: 'POLICY_ALLOW_BY_EXCLUSION',
      spot: operandOf(subject, test).spot,
      message: `the rule allows every \`${test.path.text}\` but those it names, whatever their spelling means to the server`,
      help: 'list what is allowed with `operator: one_of`',
      call,
    }
  }
}

/** Whether the test lets everything pass but what it names. */
function excludes({ operator, isNegated }: FieldTest): boolean {
  if (operator === 'exists') return true
  return operator.startsWith('not_') !== isNegated
}

function passing(subject: RuleCase, test: FieldTest) {
  if (test.operator === 'exists') return undefined
  const values = [...textsOf(test).flatMap(({ text }) => respelled(text)), ...OTHERS]
  return subject.examples
    .flatMap((example) =>
      values.map((value) => withParameters(example, putValue(example.action.parameters, test.path, value))),
    )
    .find((call) => subject.decides(call))
}

const OTHERS: readonly JsonValue[] = ['anything', 'https://evil.example/', '/etc/passwd', 0, true]

function respelled(text: string): readonly string[] {
  const other = text.toUpperCase() === text ? text.toLowerCase() : text.toUpperCase()
  return text.includes('/') ? [text.replace('/', '/./'), `${text}/.`, other] : [other, `${text} `]
}
