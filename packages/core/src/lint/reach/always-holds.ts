import type { JsonValue } from '../../json-value.ts'
import { withParameters } from '../call.ts'
import { textTestsOf, isRegexTest, operandOf, type FieldTest } from '../field-tests.ts'
import type { Check, Finding } from '../finding.ts'
import { putValue } from '../examples/put-value.ts'
import type { RuleCase } from '../rule-case.ts'

/** Texts that have nothing in common; what holds for all of them tells nothing apart. */
const TEXTS = ['rm -rf /srv', '', 'x', '7', '\n', 'é🙂', '/', 'SELECT 1;', '\u0001']

/** Tests that every text passes: under an odd number of `not` they ask for the type, and are left alone. */
export const findAlwaysHolds: Check = function* (subject) {
  for (const test of textTestsOf(subject)) {
    const says = test.isNegated ? undefined : whyAlways(test, subject)
    const finding = says === undefined ? undefined : confirmed(subject, test, says)
    if (finding !== undefined) yield finding
  }
}

function whyAlways(test: FieldTest, { bench }: RuleCase): string | undefined {
  const { operator, operand } = test
  if (operator === 'not_in' && Array.isArray(operand) && operand.length === 0)
    return 'the list is empty, so whatever is there is not in it'
  if (typeof operand !== 'string') return undefined
  if (operand === '' && /^(?:contains|starts_with|ends_with)$/.test(operator))
    return `every text ${operator.replace('_', ' ')} the empty one`
  if (!isRegexTest(test)) return undefined
  const regex = bench.parts.regex(operand)
  if (!TEXTS.every((text) => regex.test(text))) return undefined
  return operand === ''
    ? 'an empty regular expression is found in every text'
    : `\`${operand}\` can match the empty text, which stands in every text`
}

function confirmed(subject: RuleCase, test: FieldTest, says: string): Finding | undefined {
  const { example } = subject
  const having = (value: JsonValue) =>
    withParameters(example, putValue(example.action.parameters, test.path, value))
  const calls = TEXTS.map(having)
  const [call] = calls
  if (call === undefined || !calls.every((each) => subject.isTrue(test.condition, each))) return undefined
  return {
    code: 'POLICY_ALWAYS_HOLDS',
    spot: operandOf(subject, test).spot,
    message: `${test.condition.kind === 'anywhere' ? '`anywhere`' : `the test of \`${test.path.text}\``} tells nothing apart: ${says}`,
    help: 'write what the value must be, or `operator: exists` if anything will do',
    call,
  }
}
