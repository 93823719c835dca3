import type { Condition } from '../../rule.ts'
import { withParameters, type Call } from '../call.ts'
import { contradiction } from './contradiction.ts'
import { fieldTestsOf, operandOf, type FieldTest } from '../field-tests.ts'
import type { Check, Finding, LintCode } from '../finding.ts'
import { putValue } from '../examples/put-value.ts'
import { conditionsOf } from '../examples/example-names.ts'
import { valuesFor } from '../examples/example-values.ts'
import type { RuleCase } from '../rule-case.ts'

/** Tests of one argument that are held against each other. */
const TESTS_MAX = 32

const CODE: LintCode = 'POLICY_NEVER_HOLDS'

/** Conditions that hold for no call at all. */
export const findNeverHolds: Check = function* (subject) {
  for (const test of fieldTestsOf(subject))
    if (test.operator === 'one_of' && Array.isArray(test.operand) && test.operand.length === 0)
      yield {
        code: CODE,
        spot: operandOf(subject, test).spot,
        message: `the test of \`${test.path.text}\` never holds: the list is empty, so nothing is in it`,
        help: 'list the values, or remove the condition',
        call: callWith(subject, test),
      }
  for (const { max, origin } of conditionsOf(subject.rule.match.condition, 'rate_limit'))
    if (max === 0)
      yield {
        code: CODE,
        spot: { ...origin, length: 1 },
        message: '`rate_limit` counts the call itself, so a `max` of 0 never holds',
        help: 'write how many calls may pass, or a rule without a limit that stops all of them',
        call: subject.example,
      }
  yield* contradictions(subject)
  yield* windows(subject)
}

/** Conditions that the rule asks for together. */
function together(condition: Condition | undefined): readonly Condition[] {
  if (condition === undefined) return []
  return condition.kind === 'all' ? condition.of.flatMap(together) : [condition]
}

function* contradictions(subject: RuleCase): Generator<Finding> {
  const tests = fieldTestsOf(subject)
  const groups = new Map<string, FieldTest[]>()
  for (const condition of together(subject.rule.match.condition)) {
    const inner = condition.kind === 'not' ? condition.of : condition
    const test = tests.find((each) => each.condition === inner)
    if (test === undefined) continue
    const group = groups.get(test.path.text) ?? []
    group.push({ ...test, condition })
    groups.set(test.path.text, group)
  }
  for (const group of groups.values()) {
    const pair = contradiction(group.slice(0, TESTS_MAX), subject)
    const [first, second] = pair ?? []
    if (first === undefined || second === undefined) continue
    const call = callWith(subject, first)
    if (subject.holds(call)) continue
    yield {
      code: CODE,
      spot: operandOf(subject, second).spot,
      message: `no value of \`${second.path.text}\` passes both \`${shown(first)}\` and \`${shown(second)}\`, so the rule never applies`,
      help: 'keep one of them, or put them under `any` if one is enough',
      call,
    }
  }
}

function shown({ operator, operand, isNegated }: FieldTest): string {
  const value = operand === null ? '' : ` ${JSON.stringify(operand)}`
  return `${isNegated ? 'not ' : ''}${operator}${value}`
}

function callWith(subject: RuleCase, test: FieldTest): Call {
  const { example } = subject
  const values = test.operator === 'parameters' ? [] : valuesFor(test.operator, test.operand)
  return withParameters(example, putValue(example.action.parameters, test.path, values[0] ?? 'x'))
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Windows of one zone that have no minute in common. */
function* windows(subject: RuleCase): Generator<Finding> {
  const asked = together(subject.rule.match.condition).filter((each) => each.kind === 'time_window')
  for (const [index, window] of asked.entries()) {
    const other = asked
      .slice(0, index)
      .find((earlier) => earlier.zone === window.zone && !meets(earlier, window))
    if (other === undefined || subject.holds(subject.example)) continue
    yield {
      code: CODE,
      spot: { ...window.origin, length: 1 },
      message: 'the window has no minute in common with another one of the rule, so the rule never applies',
      help: 'keep one of them, or put them under `any`',
      call: subject.example,
    }
  }
}

interface Window {
  readonly startMs: number
  readonly endMs: number
}

function meets(left: Window, right: Window): boolean {
  for (let ms = 0; ms < DAY_MS; ms += MINUTE_MS) if (isIn(left, ms) && isIn(right, ms)) return true
  return false
}

function isIn({ startMs, endMs }: Window, ms: number): boolean {
  return startMs <= endMs ? startMs <= ms && ms <= endMs : startMs <= ms || ms <= endMs
}
