import { fieldValues } from '../../engine/arguments/field-lookup.ts'
import { withParameters, type Call } from '../call.ts'
import { keyPath, valuesFor } from '../examples/example-values.ts'
import { fieldKind } from '../field-kind.ts'
import { fieldTestsOf, isRegexTest, operandOf, type FieldTest } from '../field-tests.ts'
import type { Check, Finding, LintCode } from '../finding.ts'
import { putValue } from '../examples/put-value.ts'
import type { RuleCase } from '../rule-case.ts'
import { SPELLINGS } from './spellings.ts'

const CODE: LintCode = 'POLICY_NARROW_DENY'

/** Examples of one rule that are spelled in other ways. */
const EXAMPLES_MAX = 10

/** Values of one test that are spelled in other ways. */
const VALUES_MAX = 12

/** Deny and approval rules that another spelling, or another name of the argument, carries a call past. */
export const findNarrowDeny: Check = function* (subject) {
  if (subject.rule.effect.type === 'allow' || !subject.bench.allows) return
  const tests = fieldTestsOf(subject).filter(isRawText)
  for (const test of tests) {
    const found = respelled(subject, test)
    if (found === undefined) continue
    const { call, before, after, help } = found
    const message = /^[./\\]+$/.test(before)
      ? `the rule catches \`${before}\`, and a path needs none of it to lead anywhere: \`${after}\``
      : `the rule catches \`${before}\` and not \`${after}\`, which is the same to most programs`
    yield { code: CODE, spot: operandOf(subject, test).spot, message, help, call }
  }
  yield* otherNames(subject, tests)
}

/** A test of text as it stands: the operators that read a path or a URL are not among them. */
function isRawText({ operator, operand, isNegated }: FieldTest): boolean {
  if (isNegated) return false
  if (operator === 'one_of') return Array.isArray(operand) && operand.some((item) => typeof item === 'string')
  return (
    typeof operand === 'string' &&
    /^(?:equals|contains|starts_with|ends_with|matches|parameters)$/.test(operator)
  )
}

function respelled(subject: RuleCase, test: FieldTest) {
  for (const example of examplesFor(subject, test)) {
    const [value] = fieldValues(test.path, example.action.parameters)
    if (typeof value !== 'string') continue
    const spellings = SPELLINGS[fieldKind(test.path.text, value)]
    for (const other of spellings?.of(value) ?? []) {
      const call = withParameters(example, putValue(example.action.parameters, test.path, other))
      if (other !== value && slipsPast(subject, call))
        return { call, before: value, after: other, help: spellings?.help ?? '' }
    }
  }
  return undefined
}

/** Calls that the rule stops by this test. */
function examplesFor(subject: RuleCase, test: FieldTest): readonly Call[] {
  const plain = valuesFor(isRegexTest(test) ? 'matches' : test.operator, test.operand).slice(0, VALUES_MAX)
  // A rule on folders may ask for a whole path.
  const whole = plain.flatMap((value) =>
    typeof value === 'string' && fieldKind(test.path.text, value) === 'path' ? [`/srv/${value}`] : [],
  )
  return subject.examples.slice(0, EXAMPLES_MAX).flatMap((example) =>
    [{}, example.action.parameters]
      .flatMap((others) => [...plain, ...whole].map((value) => putValue(others, test.path, value)))
      .map((parameters) => withParameters(example, parameters))
      .filter((call) => subject.isTrue(test.condition, call) && subject.decides(call)),
  )
}

/** Whether no rule at all stops the call. */
function slipsPast(subject: RuleCase, call: Call): boolean {
  return !subject.matches(call) && subject.decide(call).outcome === 'allow'
}

/** Names under which tools take a path or an address. */
const NAMES = {
  path: ['path', 'file_path', 'filename', 'file', 'source', 'uri'],
  url: ['url', 'uri', 'link', 'endpoint', 'href'],
} as const

/** A rule for every tool there is, whose tools may call the argument as they like. */
function* otherNames(subject: RuleCase, tests: readonly FieldTest[]): Generator<Finding> {
  const { rule, bench } = subject
  if (rule.match.resources !== undefined || rule.match.servers !== undefined) return
  const [test] = tests
  if (test === undefined) return
  for (const caught of examplesFor(subject, test)) {
    const [value] = fieldValues(test.path, caught.action.parameters)
    if (typeof value !== 'string') continue
    const kind = fieldKind(test.path.text, value)
    if (kind !== 'path' && kind !== 'url') continue
    const free = NAMES[kind].filter((name) => !(name in caught.action.parameters))
    for (const name of free) {
      const bare = putValue(caught.action.parameters, test.path, undefined)
      const call = withParameters(caught, putValue(bare, keyPath(name), value))
      if (!slipsPast(subject, call)) continue
      const message = `the rule is for every tool and looks at \`${test.path.text}\`; under the name \`${name}\` the same value passes`
      const help = 'write `anywhere`, which looks at every argument, or name the tools in `resources`'
      yield { code: CODE, spot: bench.spots.rule(rule), message, help, call }
      return
    }
  }
}
