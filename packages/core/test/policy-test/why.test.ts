import { createEngine, loadPolicy } from '@kvlar/core'
import { readTestFile, runPolicyTests } from '@kvlar/core/policy-test'
import { expect, test } from 'vitest'

const POLICY = `name: refunds
rules:
  - id: small
    match_on:
      resources: [refund]
      conditions:
        - {field: amount, operator: at_most, value: 500}
        - rate_limit: {max: 2, window: 1h}
        - session_age_max: 4h
    effect: {type: allow}
  - id: big
    match_on:
      resources: [refund]
      conditions: [{field: amount, operator: greater_than, value: 500}]
    effect: {type: require_approval, reason: look}
  - id: never
    match_on: {resources: ["delete_*"]}
    effect: {type: deny, reason: kept}
  - id: late
    match_on: {resources: [delete_draft]}
    effect: {type: allow}
`

function why(resource: string, parameters: string, expected: string): readonly string[] | undefined {
  const policy = loadPolicy({ file: 'refunds.yaml', text: POLICY })
  const text = `tests: [{id: a, action: {resource: ${resource}, parameters: ${parameters}}, ${expected}}]`
  const read = readTestFile({ file: 'refunds.test.yaml', text })
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics))
  const engine = createEngine([policy], { parseUrl: () => undefined })
  return runPolicyTests(read.tests, engine).results[0]?.why
}

const STATE = 'state: {calls: 1, session_age: 1h}'

test('a failed case names the first condition of the expected rule that fails, with the value that it saw', () => {
  expect(why('refund', '{amount: 500}', `expect: require_approval, rule: big, ${STATE}`)).toEqual([
    '`big` (require_approval) does not match: conditions[0]: expected `amount` greater_than `500`, found `500`',
    '`small` (allow) decides: `amount` at_most `500`: `500`; rate_limit `at most 2 calls in 3600 s`: `1`; session_age_max `14400 s`: `3600 s`',
  ])
})

test('without a rule, it names those that say what is expected and cover the name', () => {
  expect(why('refund', '{amount: 500}', `expect: require_approval, ${STATE}`)?.[0]).toContain('`big`')
  expect(why('x', '{}', 'expect: allow')).toEqual(['no rule that says allow covers the name'])
  expect(why('delete_draft', '{}', 'expect: allow')?.[0]).toBe(
    '`late` says allow, but another is asked before it',
  )
})

test('it says what state the case leaves out', () => {
  expect(why('refund', '{amount: 5}', 'expect: allow, rule: small')).toEqual([
    '`small` (allow) cannot be evaluated, which never allows: conditions[1]: expected at most 2 calls in 3600 s, found no count: the number of calls is not known',
    'the case does not say how many calls there were in 3600 s: give it `state: {calls: 1}`',
    'the case does not say how old the session is: give it `state: {session_age: 10m}`',
  ])
  expect(why('refund', '{amount: 5}', 'expect: allow, state: {calls: 3, session_age: 1h}')?.[0]).toBe(
    '`small` (allow) does not match: conditions[1]: expected at most 2 calls in 3600 s, found 3',
  )
})

test('it tells a rule that is asked too late from one that does not exist', () => {
  expect(why('delete_draft', '{}', 'expect: allow, rule: late')?.[0]).toBe(
    '`late` matches too, but `never` is asked before it',
  )
  expect(why('delete_draft', '{}', 'expect: allow, rule: lat')?.[0]).toBe(
    'no rule has the id `lat`; did you mean `late`?',
  )
})

test('a case that passes has no reasons', () => {
  expect(why('delete_x', '{}', 'expect: deny, rule: never')).toBeUndefined()
})
