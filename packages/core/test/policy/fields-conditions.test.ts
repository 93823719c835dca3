import { describe, expect, test } from 'vitest'
import { loadPolicy } from '@kvlar/core'
import { conditionOf, placesOf, problemOf, ruleWith } from '../policy-problems.ts'

const problem = (condition: string) =>
  problemOf(`match_on: {conditions: [${condition}]}\neffect: {type: allow}`)

const money = (value: string) => problem(`{field: amount, operator: money, value: ${value}}`)

describe('conditions on several arguments', () => {
  test('email_in reads `fields`, or one `field`', () => {
    const key = (text: string) => ({ text, segments: [{ kind: 'key', key: text }] })
    expect(conditionOf('{fields: [to, cc], operator: email_in, value: [corp.example]}')).toMatchObject({
      kind: 'fields',
      operator: 'email_in',
      paths: [key('to'), key('cc')],
      value: ['corp.example'],
    })
    expect(conditionOf("{field: 'to[*].email', operator: email_in, value: '*.corp.example'}")).toMatchObject({
      kind: 'fields',
      paths: [{ text: 'to[*].email' }],
      value: ['*.corp.example'],
    })
  })

  test('money keeps its bounds as they are written, and reads the currency beside the amount', () => {
    expect(
      conditionOf(
        "{field: amount, operator: money, value: {at_most: '100.00', at_least: 1, currency: [EUR, USD], currency_field: order.currency, unit: minor, x-note: 1}}",
      ),
    ).toMatchObject({
      kind: 'fields',
      operator: 'money',
      paths: [{ text: 'amount' }, { text: 'order.currency' }],
      value: {
        at_most: '100.00',
        at_least: 1,
        currency: ['EUR', 'USD'],
        currency_field: 'order.currency',
        unit: 'minor',
      },
    })
  })

  test('a mistake is shown where it stands', () => {
    const places = (condition: string) =>
      placesOf(ruleWith(`match_on: {conditions: [${condition}]}\neffect: {type: allow}`))
    expect(places('{fields: [to, cc], operator: email_in, value: [corp.example, "@x.example"]}')).toEqual([
      '4:90 POLICY_BAD_ADDRESS',
    ])
    expect(places('{field: a, operator: money, value: {at_most: 1e2x, currency: eur, unit: cents}}')).toEqual(
      ['4:74 POLICY_BAD_MONEY', '4:90 POLICY_BAD_MONEY', '4:101 POLICY_BAD_VALUE'],
    )
  })

  test.each([
    ['{fields: [to], operator: equals, value: x}', 'POLICY_BAD_VALUE', '`fields` goes with `email_in`'],
    [
      '{fields: [a], operator: money, value: {at_most: 1, unit: major}}',
      'POLICY_BAD_VALUE',
      'not with `money`',
    ],
    ['{field: to, fields: [cc], operator: email_in, value: a.example}', 'POLICY_BAD_VALUE', 'not both'],
    ['{fields: [], operator: email_in, value: a.example}', 'POLICY_BAD_VALUE', 'empty'],
    ['{fields: to, operator: email_in, value: a.example}', 'POLICY_WRONG_TYPE', 'write `["to"]`'],
    [
      '{fields: [to, cc, to], operator: email_in, value: a.example}',
      'POLICY_BAD_VALUE',
      '`to` is listed twice',
    ],
    ['{fields: [to..x], operator: email_in, value: a.example}', 'POLICY_BAD_FIELD_PATH', 'to..x'],
    ['{operator: email_in, value: a.example}', 'POLICY_MISSING_KEY', '`field`'],
    ['{fields: [to], operator: email_in}', 'POLICY_MISSING_KEY', '`value`'],
    ['{fields: [to], operator: email_in, value: []}', 'POLICY_BAD_VALUE', 'empty'],
    ['{field: to, operator: emails_in, value: a.example}', 'POLICY_BAD_VALUE', 'did you mean `email_in`?'],
    ['{field: to, operator: email_in, value: 5}', 'POLICY_WRONG_TYPE', 'text or a list'],
    [
      '{field: to, operator: email_in, value: Corp.example}',
      'POLICY_BAD_ADDRESS',
      'did you mean `corp.example`?',
    ],
    [
      '{field: to, operator: email_in, value: "@corp.example"}',
      'POLICY_BAD_ADDRESS',
      'did you mean `corp.example`?',
    ],
    [
      '{field: to, operator: email_in, value: "*@corp.example"}',
      'POLICY_BAD_ADDRESS',
      'did you mean `corp.example`?',
    ],
    [
      '{field: to, operator: email_in, value: ".corp.example"}',
      'POLICY_BAD_ADDRESS',
      'did you mean `*.corp.example`?',
    ],
    [
      '{field: to, operator: email_in, value: "mailto:a@corp.example"}',
      'POLICY_BAD_ADDRESS',
      'did you mean `a@corp.example`?',
    ],
    ['{field: to, operator: email_in, value: corp}', 'POLICY_BAD_ADDRESS', 'not a domain'],
    ['{field: to, operator: email_in, value: "*.*.example"}', 'POLICY_BAD_ADDRESS', 'not a domain'],
    [
      '{field: to, operator: email_in, value: a.example, except: ["**/x"]}',
      'POLICY_BAD_VALUE',
      'path_within',
    ],
    ['{anywhere: {operator: email_in, value: a.example}}', 'POLICY_BAD_VALUE', 'not an operator'],
    [
      '{anywhere: {operator: money, value: {at_most: 1, unit: major}}}',
      'POLICY_BAD_VALUE',
      'not an operator',
    ],
  ])('%s is refused', (condition, code, words) => {
    expect(problem(condition)).toContain(code)
    expect(problem(condition)).toContain(words)
  })

  test.each([
    ['100', 'POLICY_WRONG_TYPE', 'must be a map'],
    ['{at_most: 5}', 'POLICY_MISSING_KEY', '`unit`'],
    ['{unit: major}', 'POLICY_BAD_MONEY', 'needs a bound'],
    ['{atmost: 5, unit: major}', 'POLICY_UNKNOWN_KEY', 'did you mean `at_most`?'],
    ['{at_most: 5, unit: cent}', 'POLICY_BAD_VALUE', '`major`, `minor`'],
    ['{at_most: 5, unit: miner}', 'POLICY_BAD_VALUE', 'did you mean `minor`?'],
    ['{at_most: -5, unit: major}', 'POLICY_BAD_MONEY', 'plain digits'],
    ['{at_most: 0.0000001, unit: major}', 'POLICY_BAD_MONEY', 'in quotes'],
    ['{at_most: 9007199254740993, unit: major}', 'POLICY_BAD_VALUE', 'beyond'],
    ['{at_most: "1,000", unit: major}', 'POLICY_BAD_MONEY', 'plain digits'],
    ['{at_most: [5], unit: major}', 'POLICY_BAD_MONEY', '`at_most` must be'],
    ['{at_most: 5, less_than: 6, unit: major}', 'POLICY_BAD_MONEY', 'one bound from above'],
    ['{at_most: 5, at_least: 6, unit: major}', 'POLICY_BAD_MONEY', 'no amount'],
    ['{at_most: 5, unit: minor}', 'POLICY_BAD_MONEY', 'needs `currency`'],
    ['{at_most: 5, unit: minor, currency: ISK}', 'POLICY_BAD_MONEY', 'disagree'],
    ['{at_most: 5, unit: major, currency: eur}', 'POLICY_BAD_MONEY', 'did you mean `EUR`?'],
    ['{at_most: 5, unit: major, currency: EURO}', 'POLICY_BAD_MONEY', 'three capital letters'],
    ['{at_most: 5, unit: major, currency: []}', 'POLICY_BAD_VALUE', 'empty'],
    ['{at_most: 5, unit: major, currency: [EUR, USD]}', 'POLICY_BAD_MONEY', 'need `currency_field`'],
    ['{at_most: 5, unit: major, currency_field: c}', 'POLICY_BAD_MONEY', 'needs `currency`'],
    ['{at_most: 5, unit: major, currency: EUR, currency_field: "c["}', 'POLICY_BAD_FIELD_PATH', 'c['],
  ])('money: %s is refused', (value, code, words) => {
    expect(money(value)).toContain(code)
    expect(money(value)).toContain(words)
  })

  test('what a condition asks is part of the digest', () => {
    const digestOf = (condition: string) =>
      loadPolicy({
        file: 'policy.yaml',
        text: ruleWith(`match_on: {conditions: [${condition}]}\neffect: {type: allow}`),
      }).digest
    const one = digestOf('{fields: [to], operator: email_in, value: a.example}')
    expect(digestOf('{field: to, operator: email_in, value: [a.example]}')).toBe(one)
    expect(digestOf('{fields: [to, cc], operator: email_in, value: a.example}')).not.toBe(one)
    expect(digestOf('{fields: [to], operator: email_in, value: b.example}')).not.toBe(one)
  })
})
