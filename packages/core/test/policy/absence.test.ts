import { loadPolicy } from '@kvlar/core'
import { expect, test } from 'vitest'
import { ruleWith } from '../policy-problems.ts'

const warningsOf = (conditions: string, effect = 'deny') =>
  loadPolicy({
    file: 'p.yaml',
    text: ruleWith(
      `match_on: {resources: ['deploy_*'], conditions: [${conditions}]}\neffect: {type: ${effect}, reason: r}`,
    ),
  }).warnings.map(({ code, message }) => `${code} ${message}`)

const NOT_EQUALS = '{field: hash, operator: not_equals, value: x}'

test('a rule that judges an absent field otherwise than Kvlar 0.3 and 0.4 is warned of, with the call', () => {
  expect(warningsOf(NOT_EQUALS)).toEqual([
    'POLICY_ABSENT_FIELD a call of `deploy_*` without `hash` matches this rule: `not_equals` is an error where the field is absent',
  ])
  expect(warningsOf('{field: url, operator: not_in_domain, value: a.example}', 'require_approval')).toEqual([
    'POLICY_ABSENT_FIELD a call of `deploy_*` without `url` matches this rule: `not_in_domain` is an error where the field is absent',
  ])
  expect(warningsOf('{field: env, operator: not_in, value: [prod]}', 'allow')).toEqual([
    'POLICY_ABSENT_FIELD a call of `deploy_*` without `env` is not allowed by this rule: `not_in` is an error where the field is absent',
  ])
})

test('a test of presence beside it says what is meant, and nothing is left to warn of', () => {
  for (const conditions of [
    `{field: hash, operator: exists}, ${NOT_EQUALS}`,
    `{all: [${NOT_EQUALS}, {field: hash, operator: exists}]}`,
    `{any: [${NOT_EQUALS}, {field: hash, operator: not_exists}]}`,
    `{not: ${NOT_EQUALS}}`,
    '{field: hash, operator: not_equals, value: null}',
    '{field: hash, operator: not_in, value: [x]}',
    '{field: hash, operator: equals, value: x}',
  ])
    expect(warningsOf(conditions), conditions).toEqual([])
  expect(warningsOf(`{field: other, operator: exists}, ${NOT_EQUALS}`)).toHaveLength(1)
  expect(warningsOf(`{any: [${NOT_EQUALS}, {field: hash, operator: exists}]}`)).toHaveLength(1)
  expect(warningsOf(NOT_EQUALS, 'allow')).toEqual([])
})
