import { describe, expect, test } from 'vitest'
import { createEngine, loadPolicy } from '@kvlar/core'
import { readTestFile, runPolicyTests } from '@kvlar/core/policy-test'
import { platformUrl } from '../random-policies.ts'

const policy = `
name: refunds
rules:
  - id: refund
    match_on:
      resources: [refund]
      conditions:
        - seen: { match: { resources: [look_up] }, same: [order], within: 1h, by: session }
        - sum: { of: amount, within: 1d, at_most: 100 }
        - rate_limit: { max: 3, window: 1d }
    effect: { type: allow }
`

function outcomes(cases: string) {
  const read = readTestFile({ file: 'refunds.test.yaml', text: `tests:\n${cases}` })
  if (!read.ok) return read.diagnostics.map(({ code, message }) => `${code}: ${message}`)
  const engine = createEngine([loadPolicy({ file: 'p.yaml', text: policy })], { parseUrl: platformUrl })
  return runPolicyTests(read.tests, engine).results.map(({ id, actual_decision, why = [] }) =>
    `${id}: ${actual_decision} ${why.join('; ')}`.trim(),
  )
}

const refund = (id: string, state: string, outcome = 'allow') =>
  `  - { id: ${id}, action: { resource: refund, parameters: { order: 7, amount: 60 } }, expect: ${outcome}, state: ${state} }\n`
const seen = '{ resource: look_up, parameters: { order: 7 }, ago: 10m }'
const spent = (amount: number, over = 'ago: 2h') =>
  `{ resource: refund, parameters: { order: 1, amount: ${amount} }, ${over} }`

describe('earlier calls of a policy test', () => {
  test('are what a store would know of them', () => {
    expect(
      outcomes(
        [
          refund('seen', `{ earlier: [${seen}] }`),
          refund('at-a-time', `{ earlier: [${seen.replace('ago: 10m', "at: '2026-01-01T11:30:00Z'")}] }`),
          refund('none', '{ earlier: [] }', 'deny'),
          refund('another-order', `{ earlier: [${seen.replace('7', '8')}] }`, 'deny'),
          refund('another-session', `{ earlier: [${seen.replace('ago', 'session: s, ago')}] }`, 'deny'),
          refund('failed', `{ earlier: [${seen.replace('ago', 'result: failed, ago')}] }`, 'deny'),
          refund('too-long-ago', `{ earlier: [${seen.replace('10m', '60m')}] }`, 'deny'),
          refund('within-budget', `{ earlier: [${seen}, ${spent(40)}] }`),
          refund('over-budget', `{ earlier: [${seen}, ${spent(41)}] }`, 'deny'),
          refund('refused-costs-nothing', `{ earlier: [${seen}, ${spent(41, 'result: not_run, ago: 2h')}] }`),
          refund('running-costs', `{ earlier: [${seen}, ${spent(41, 'result: running, ago: 2h')}] }`, 'deny'),
          refund(
            'refused-are-made',
            `{ earlier: [${seen}, ${`${spent(0, 'result: not_run, ago: 2h')}, `.repeat(3)}] }`,
            'deny',
          ),
          refund('in-any-order', `{ earlier: [${spent(20)}, ${seen}, ${spent(20, 'ago: 3h')}] }`),
        ].join(''),
      ),
    ).toEqual([
      'seen: allow',
      'at-a-time: allow',
      'none: deny',
      'another-order: deny',
      'another-session: deny',
      'failed: deny',
      'too-long-ago: deny',
      'within-budget: allow',
      'over-budget: deny',
      'refused-costs-nothing: allow',
      'running-costs: deny',
      'refused-are-made: deny',
      'in-any-order: allow',
    ])
  })

  test('that a case leaves out are not known, which it says', () => {
    const [told] = outcomes(refund('unsaid', '{}'))
    expect(told).toContain('unsaid: deny')
    expect(told).toContain('give it `state: {earlier: []}`')
  })

  test('may be numbers alone: calls like this one', () => {
    expect(outcomes(refund('one', '{ calls: 1 }') + refund('two', '{ calls: 2 }', 'deny'))).toEqual([
      'one: allow',
      'two: deny',
    ])
  })

  test.each([
    ['{ resource: a }', 'neither `at` nor `ago`'],
    ["{ resource: a, ago: 1m, at: '2026-01-01T00:00:00Z' }", 'both `at` and `ago`'],
    ['{ ago: 1m }', '`resource`'],
    ['{ resource: a, ago: 1m, result: done }', '`result` is `done`'],
    ['{ resource: a, at: yesterday }', 'TEST_BAD_TIME'],
  ])('must say what and when: %s', (earlier, words) => {
    expect(outcomes(refund('x', `{ earlier: [${earlier}] }`))).toEqual([expect.stringContaining(words)])
  })
})
