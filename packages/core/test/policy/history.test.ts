import { describe, expect, test } from 'vitest'
import { conditionOf, problemsOf, ruleOf, ruleWith } from '../policy-problems.ts'

const problems = (condition: string, type = 'allow') =>
  problemsOf({
    file: 'policy.yaml',
    text: ruleWith(`match_on: {conditions: [${condition}]}\neffect: {type: ${type}, reason: r}`),
  })
const said = (condition: string) =>
  problems(condition).map(({ code, message, help = '' }) => `${code}: ${message} ${help}`)

describe('conditions on earlier calls', () => {
  test('are read whole', () => {
    expect(
      conditionOf(
        '{seen: {match: {resources: [look_up]}, same: [order, {here: a.b, there: c}], within: 1h, by: [session, principal]}}',
      ),
    ).toMatchObject({
      kind: 'history',
      measure: 'seen',
      match: { resources: [{ kind: 'exact', text: 'look_up' }] },
      same: [
        { here: { text: 'order' }, there: { text: 'order' } },
        { here: { text: 'a.b' }, there: { text: 'c' } },
      ],
      by: ['principal', 'session'],
      withinMs: 3_600_000,
      bound: 'at_least',
      limit: 1,
    })
    expect(conditionOf('{count: {within: 366d, at_least: 4, by: rule}}')).toMatchObject({
      measure: 'count',
      by: [],
      bound: 'at_least',
      limit: 4,
    })
    expect(
      conditionOf(
        '{sum: {of: amount, within: 1d, at_most: "5000.01", unit: minor, currency: EUR, pot: travel}}',
      ),
    ).toMatchObject({
      measure: 'sum',
      sum: { path: { text: 'amount' }, unit: 'minor', currencies: ['EUR'] },
      by: ['principal'],
      limit: 50_000_100,
      pot: 'travel',
    })
  })

  test.each([
    ['{seen: {within: 1h}}', 'POLICY_MISSING_KEY', '`match`'],
    ['{seen: {match: {}, within: 1h, at_least: 0}}', 'POLICY_BAD_VALUE', 'from 1'],
    ['{seen: {match: {words: [look]}, within: 1h}}', 'POLICY_BAD_VALUE', 'too wide'],
    ['{count: {within: 1h}}', 'POLICY_BAD_VALUE', 'neither'],
    ['{count: {within: 1h, at_most: 1, at_least: 1}}', 'POLICY_BAD_VALUE', 'both'],
    ['{count: {at_most: 1}}', 'POLICY_MISSING_KEY', '`within`'],
    ['{count: {within: 1 week, at_most: 1}}', 'POLICY_BAD_DURATION', '1 week'],
    ['{count: {within: 1h, at_most: 1, by: princpal}}', 'POLICY_BAD_VALUE', 'did you mean `principal`?'],
    [
      '{count: {within: 1h, at_most: 1, by: [rule, agent]}}',
      'POLICY_BAD_VALUE',
      'nothing can stand beside it',
    ],
    ['{count: {within: 1h, at_most: 1, by: pot}}', 'POLICY_BAD_VALUE', '`rule`'],
    ['{count: {within: 1h, at_most: 1, pot: p, match: {}}}', 'POLICY_BAD_VALUE', 'do not go together'],
    ['{count: {within: 1h, at_most: 1, same: ["a[*]"]}}', 'POLICY_BAD_VALUE', 'several values'],
    ['{count: {within: 1h, at_mots: 1}}', 'POLICY_UNKNOWN_KEY', 'did you mean `at_most`?'],
    ['{sum: {within: 1h, at_most: 1}}', 'POLICY_MISSING_KEY', '`of`'],
    ['{sum: {of: a, within: 1h, at_most: 0.00001}}', 'POLICY_BAD_MONEY', ''],
    ['{sum: {of: a, within: 1h, at_most: "9999999999999"}}', 'POLICY_BAD_MONEY', 'too large'],
    ['{sum: {of: a, within: 1h, at_most: 1, unit: minor}}', 'POLICY_BAD_MONEY', '`currency`'],
    [
      '{sum: {of: a, within: 1h, at_most: 1, unit: major, currency: [EUR, USD]}}',
      'POLICY_BAD_MONEY',
      'currency_field',
    ],
    ['{sum: {of: a, within: 1h, at_most: 1, currency: EUR}}', 'POLICY_BAD_MONEY', '`unit`'],
    ['{sums: {of: a}}', 'POLICY_UNKNOWN_KEY', 'did you mean `sum`?'],
  ])('say what is wrong with %s', (condition, code, words) => {
    const found = said(condition)
    expect(found.some((each) => each.startsWith(code) && each.includes(words))).toBe(true)
  })

  test.each([
    'rate_limit: {max: 1, window: 1h}',
    'session_age_max: 1h',
    'time_window: "09:00-18:00"',
    'count: {within: 1h, at_most: 1}',
  ])('ask no state of other calls: %s', (inner) => {
    const [first] = problems(`{seen: {within: 1h, match: {conditions: [{not: {${inner}}}]}}}`)
    expect(first).toMatchObject({
      code: 'POLICY_BAD_VALUE',
      path: expect.stringContaining('seen.match.conditions[0].not'),
    })
  })
})

describe('a suggestion', () => {
  test('is kept with the rule', () => {
    expect(ruleOf('effect: {type: deny, reason: r, suggestion: use read_file}').effect).toMatchObject({
      suggestion: 'use read_file',
    })
  })
  test.each(['{type: allow, suggestion: s}', '{type: deny, reason: r, suggestion: " "}'])(
    'has no place in %s',
    (effect) => {
      const found = problemsOf({ file: 'p.yaml', text: ruleWith(`effect: ${effect}`) })
      expect(found.map(({ code }) => code)).toEqual(['POLICY_BAD_VALUE'])
    },
  )
})
