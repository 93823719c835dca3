import { LIMITS, loadPolicy } from '@kvlar/core'
import { describe, expect, test } from 'vitest'
import { placesOf, problemsOf, ruleOf, ruleWith } from '../policy-problems.ts'

describe('the policy', () => {
  test('what no rule matches stays denied: default_outcome allow and fail_open are errors that show the rule to write', () => {
    const problems = problemsOf({
      file: 'p.yaml',
      text: 'name: p\ndefault_outcome: allow\nfail_open: true\nrules: []\n',
    })
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['POLICY_DEFAULT_ALLOW', 2],
      ['POLICY_DEFAULT_ALLOW', 3],
    ])
    const rule = /`- (\{.*\})`/.exec(problems[0]?.help ?? '')?.[1]
    const policy = loadPolicy({
      file: 'p.yaml',
      text: `name: p\ndefault_outcome: deny\nfail_open: false\nrules: [${rule}]\n`,
    })
    expect(policy.rules[0]?.effect.type).toBe('allow')
    expect(policy.rules[0]?.match.actionTypes).toHaveLength(9)
  })

  test('x- keys and metadata are free at every level', () => {
    const policy = loadPolicy({
      file: 'p.yaml',
      text: `name: p
x-owner: {team: [a]}
metadata: 1
rules:
  - id: r
    x-a: 1
    metadata: {b: 2}
    match_on:
      x-a: 1
      metadata: ~
      principals: {x-a: 1, roles: [r]}
      conditions: [{x-a: 1, field: f, operator: exists}, {metadata: 1, not: {x-a: 1, session_age_max: 1h}}]
    effect:
      type: require_approval
      reason: r
      x-a: 1
      approval: {x-a: 1, metadata: 2}
`,
    })
    expect(policy.rules).toHaveLength(1)
  })

  test('priority is a whole number from 0, and 100 when absent', () => {
    expect(ruleOf('effect: {type: allow}').priority).toBe(100)
    expect(ruleOf('priority: 0\neffect: {type: allow}').priority).toBe(0)
    for (const priority of ['-1', '1.5', '"1"', '4294967296', '.inf'])
      expect(placesOf(ruleWith(`priority: ${priority}\neffect: {type: allow}`))).toHaveLength(1)
  })

  test('every problem is reported at once, with its place', () => {
    const text = `name: p
verison: "1"
rules:
  - id: a
    match_on:
      resource: ["x"]
      parameters: {sql: "("}
    effect:
      type: dney
  - id: a
    effect: {type: deny}
  - effect: {type: allow, reason: 5}
`
    expect(placesOf(text)).toEqual([
      '2:1 POLICY_UNKNOWN_KEY',
      '6:7 POLICY_UNKNOWN_KEY',
      '7:25 POLICY_BAD_REGEX',
      '9:13 POLICY_BAD_VALUE',
      '11:13 POLICY_MISSING_KEY',
      '12:5 POLICY_MISSING_KEY',
      '12:35 POLICY_WRONG_TYPE',
    ])
  })

  test('a number where text is due says how to write it', () => {
    const [problem] = problemsOf({ file: 'p.yaml', text: 'name: p\nversion: 1.0\nrules: []\n' })
    expect(problem?.help).toBe('write it in quotes: "1"')
  })

  test('ids with a leading underscore are reserved', () => {
    expect(placesOf('name: p\nrules: [{id: _default_deny, effect: {type: allow}}]')).toEqual([
      '2:14 POLICY_RESERVED_ID',
    ])
  })

  test('control characters in names are refused, because they would reach logs', () => {
    expect(placesOf('name: "a\\nb"\nrules: []')).toEqual(['1:7 POLICY_BAD_VALUE'])
    expect(placesOf('name: "a\\u202eb"\nrules: []')).toEqual(['1:7 POLICY_BAD_VALUE'])
  })

  test('a rule that looks as if it meant other action types loads with a warning', () => {
    const warningsOf = (rule: string) =>
      loadPolicy({ file: 'p.yaml', text: `name: p\nrules: [${rule}]` }).warnings.map(({ code }) => code)
    expect(warningsOf('{id: a, match_on: {}, effect: {type: allow}}')).toEqual([
      'POLICY_NAMES_NO_ACTION_TYPE',
    ])
    expect(
      warningsOf('{id: a, match_on: {resources: ["sampling/createMessage"]}, effect: {type: allow}}'),
    ).toEqual(['POLICY_NAMES_NO_ACTION_TYPE'])
    expect(warningsOf('{id: a, match_on: {action_types: ["*"]}, effect: {type: allow}}')).toEqual([])
    expect(warningsOf('{id: a, effect: {type: deny, reason: no}}')).toEqual([])
  })

  test('no number of warnings refuses a policy or hides an error', () => {
    const rules = Array.from({ length: 300 }, (_, n) => `- {id: r${n}, effect: {type: allow}}`).join('\n')
    const policy = loadPolicy({ file: 'p.yaml', text: `name: p\nrules:\n${rules}\n` })
    expect(policy.rules).toHaveLength(300)
    expect(policy.warnings).toHaveLength(LIMITS.diagnosticsMax / 2)
    const problems = problemsOf({ file: 'p.yaml', text: `name: p\nrules:\n${rules}\n- {id: x}\n` })
    expect(problems.at(-1)?.code).toBe('POLICY_MISSING_KEY')
  })

  test('a loaded policy cannot be changed', () => {
    const policy = loadPolicy({
      file: 'p.yaml',
      text: ruleWith('match_on: {resources: [a]}\neffect: {type: allow}'),
    })
    expect(() => Object.assign(policy.rules[0]?.match.resources?.[0] ?? {}, { text: '*' })).toThrow(TypeError)
    expect(() => Object.assign(policy, { digest: '' })).toThrow(TypeError)
  })
})
