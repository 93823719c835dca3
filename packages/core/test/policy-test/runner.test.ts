import { createEngine, loadPolicy } from '@kvlar/core'
import { readTestFile, runPolicyTests, type PolicyTestRun } from '@kvlar/core/policy-test'
import { expect, test } from 'vitest'

const POLICY = `name: refunds
rules:
  - id: office-hours
    match_on:
      resources: [issue_refund]
      principals: {roles: [support]}
      servers: [payments]
      targets: ["orders/*"]
      conditions:
        - {field: amount, operator: at_most, value: 500}
        - rate_limit: {max: 2, window: 1h}
        - session_age_max: 4h
        - time_window: "09:00-18:00 UTC"
    effect: {type: allow}
  - id: never
    match_on: {resources: [delete_order]}
    effect: {type: deny, reason: orders are kept for ten years}
`

const CALL = `{resource: issue_refund, server: payments, target: orders/7, principal: {id: ana, kind: user, roles: [support]}, parameters: {amount: 120}}`

function run(tests: string): PolicyTestRun {
  const policy = loadPolicy({ file: 'refunds.yaml', text: POLICY })
  const read = readTestFile({ file: 'refunds.test.yaml', text: `tests:\n${tests}` })
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics))
  return runPolicyTests(read.tests, createEngine([policy], { parseUrl: () => undefined }), policy.rules)
}

function decisionOf(extra: string): string | undefined {
  return run(`- {id: a, action: ${CALL}, expect: allow, ${extra}}`).results[0]?.actual_decision
}

test('a case passes when decision, rule and reason are as expected', () => {
  const { results, total, passed, failed, coverage } = run(`
- {id: kept, action: {resource: delete_order}, expect: deny, rule: never, reason_contains: ten years}
- {id: unknown, action: {resource: x}, expect: deny, rule: _default_deny}
`)
  expect([total, passed, failed]).toEqual([2, 2, 0])
  expect(results[0]).toEqual({
    id: 'kept',
    passed: true,
    actual_decision: 'deny',
    actual_rule: 'never',
    actual_reason: 'orders are kept for ten years',
    failures: [],
    origin: { file: 'refunds.test.yaml', line: 3, column: 3 },
  })
  expect(coverage).toEqual([
    { rule: 'office-hours', hits: 0 },
    { rule: 'never', hits: 1 },
    { rule: '_default_deny', hits: 1 },
  ])
})

test('a case that fails says everything that is not as expected', () => {
  const { results, failed } = run(
    '- {id: a, action: {resource: delete_order}, expect: allow, rule: office-hours, reason_contains: fine}',
  )
  expect(failed).toBe(1)
  expect(results[0]?.failures).toEqual([
    'expected allow, got deny',
    'expected rule `office-hours`, got `never`',
    'expected a reason with `fine`, got `orders are kept for ten years`',
  ])
})

test('time and state come from the case; without them the rule cannot be evaluated and does not allow', () => {
  const state = 'state: {calls: 2, session_age: 1h}'
  expect(decisionOf(state)).toBe('allow')
  expect(decisionOf('state: {calls: {1h: 2}, session_age: 4h}')).toBe('allow')
  expect(decisionOf('state: {calls: 3, session_age: 1h}')).toBe('deny')
  expect(decisionOf('state: {calls: {24h: 2}, session_age: 1h}')).toBe('deny')
  expect(decisionOf('state: {calls: 2, session_age: 241m}')).toBe('deny')
  expect(decisionOf('state: {calls: 2}')).toBe('deny')
  expect(decisionOf('state: {session_age: 1h}')).toBe('deny')
  expect(decisionOf(`${state}, now: "2026-01-01T18:00:00Z"`)).toBe('allow')
  expect(decisionOf(`${state}, now: "2026-01-01T18:00:00.001Z"`)).toBe('deny')
})
