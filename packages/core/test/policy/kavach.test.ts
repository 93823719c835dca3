import { agentPrincipal, createEngine, loadPolicy, type Condition } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { describe, expect, test } from 'vitest'
import { problemsOf } from '../policy-problems.ts'
import { truthOf } from '../rule-builders.ts'

const REFUNDS = `[[policy]]
name = "agent_small_refunds"
description = "small refunds"
effect = "permit"
priority = 10
conditions = [
  { identity_kind = "agent" },
  { action = "issue_refund" },
  { param_max = { field = "amount", max = 1000 } },
  { param_in = { field = "currency", values = ["EUR", "USD"] } },
  { rate_limit = { max = 50, window = "24h" } },
]
`

function conditionOf(condition: object): Condition | undefined {
  return loadPolicy({ policies: [{ name: 'n', effect: 'permit', conditions: [condition] }] }).rules[0]?.match
    .condition
}

function problemOf(condition: unknown): string {
  const problems = problemsOf({ policies: [{ name: 'n', effect: 'permit', conditions: [condition] }] })
  expect(problems).toHaveLength(1)
  return `${problems[0]?.path} ${problems[0]?.code} ${problems[0]?.message} ${problems[0]?.help}`
}

test('names become rule ids, permit and refuse become allow and deny, and priorities stay', () => {
  const policy = loadPolicy({
    file: 'set/kavach.toml',
    text: `${REFUNDS}\n[[policy]]\nname = "no_deletes"\neffect = "refuse"\nconditions = [{ action = "delete.*" }]\n`,
  })
  expect(policy.name).toBe('kavach')
  expect(policy.rules.map(({ id, priority, effect }) => [id, priority, effect.type, effect.reason])).toEqual([
    ['agent_small_refunds', 10, 'allow', undefined],
    ['no_deletes', 100, 'deny', 'refused by policy `no_deletes`'],
  ])
  expect(policy.rules[0]?.origin).toEqual({ file: 'set/kavach.toml', line: 1, column: 3 })
})

describe('conditions', () => {
  test('an action is exact, or a prefix when it ends in * or .*; no other character is special', () => {
    const resourcesOf = (action: string) =>
      loadPolicy({ policies: [{ name: 'n', effect: 'permit', conditions: [{ action }] }] }).rules[0]?.match
        .resources
    expect(resourcesOf('issue_refund')).toEqual([{ kind: 'exact', text: 'issue_refund' }])
    expect(resourcesOf('delete*')).toEqual([{ kind: 'prefix', text: 'delete' }])
    expect(resourcesOf('delete.*')).toEqual([{ kind: 'prefix', text: 'delete' }])
    expect(resourcesOf('*')).toEqual([{ kind: 'prefix', text: '' }])
    expect(resourcesOf('a[b]?*c')).toEqual([{ kind: 'exact', text: 'a[b]?*c' }])
  })

  test('repeating a condition asks for both', () => {
    const [rule] = loadPolicy({
      policies: [
        {
          name: 'n',
          effect: 'permit',
          conditions: [{ action: 'a*' }, { identity_role: 'x' }, { identity_role: 'y' }, { action: 'ab' }],
        },
      ],
    }).rules
    expect(rule?.match.resources).toEqual([{ kind: 'prefix', text: 'a' }])
    expect(rule?.match.condition).toMatchObject({
      kind: 'all',
      of: [
        { kind: 'principal', principals: { roles: ['x'] } },
        { kind: 'principal', principals: { roles: ['y'] } },
        { kind: 'resource', patterns: [{ kind: 'exact', text: 'ab' }] },
      ],
    })
  })

  test('identity_id and resource are conditions on the principal and the target', () => {
    expect(conditionOf({ identity_id: 'a*' })).toMatchObject({
      principals: { ids: [{ kind: 'exact', text: 'a*' }] },
    })
    expect(conditionOf({ resource: 'orders/*' })).toMatchObject({
      kind: 'target',
      patterns: [{ kind: 'prefix', text: 'orders/' }],
    })
  })

  test('a parameter that is absent or of another type is an error, not a condition that quietly fails', () => {
    expect(conditionOf({ param_max: { field: 'amount', max: 0 } })).toMatchObject({
      operator: 'at_most',
      value: 0,
    })
    expect(conditionOf({ param_min: { field: 'amount', min: -1.5 } })).toMatchObject({
      operator: 'at_least',
      value: -1.5,
    })
    expect(conditionOf({ param_in: { field: 'c', values: ['a'] } })).toMatchObject({
      kind: 'any',
      of: [
        { operator: 'one_of', value: ['a'] },
        { kind: 'not', of: { operator: 'starts_with', value: '' } },
      ],
    })
    for (const condition of [
      { param_max: { field: 'p', max: 0 } },
      { param_min: { field: 'p', min: 0 } },
      { param_in: { field: 'p', values: ['0'] } },
    ])
      for (const parameters of [{}, { p: null }, { p: [0] }, { p: true }, { q: 0 }]) {
        const read = conditionOf(condition)
        if (read === undefined) throw new Error('no condition')
        expect(truthOf(read, parameters), JSON.stringify([condition, parameters])).toBe('error')
      }
  })

  test('param_in judges text only: whatever is not text refuses in a refuse rule and permits nothing', () => {
    const decide = (effect: string, parameters: JsonObject) => {
      const conditions = [{ param_in: { field: 'currency', values: ['EUR'] } }]
      const policy = loadPolicy({
        policies: [
          { name: 'n', effect, conditions },
          { name: 'rest', effect: effect === 'permit' ? 'refuse' : 'permit', priority: 200, conditions: [] },
        ],
      })
      const action = {
        type: 'tool_call',
        resource: 't',
        parameters,
        agentId: 'a',
        principal: agentPrincipal('a'),
      } as const
      return createEngine([policy], { parseUrl: () => undefined }).decide(action, { nowMs: 0 }).ruleId
    }
    expect(decide('permit', { currency: 'EUR' })).toBe('n')
    for (const parameters of [{ currency: 'GBP' }, { currency: 5 }, { currency: ['EUR'] }, {}])
      expect(decide('permit', parameters)).toBe('rest')
    expect(decide('refuse', { currency: 'GBP' })).toBe('rest')
    for (const parameters of [{ currency: 'EUR' }, { currency: 5 }, { currency: null }, {}])
      expect(decide('refuse', parameters)).toBe('n')
  })

  test('time and state', () => {
    expect(conditionOf({ rate_limit: { max: 0, window: '90' } })).toMatchObject({ max: 0, windowMs: 90_000 })
    expect(conditionOf({ session_age_max: '4h' })).toMatchObject({ maxMs: 14_400_000 })
    expect(conditionOf({ time_window: '09:00-18:00 Asia/Kolkata' })).toMatchObject({ zone: 'Asia/Kolkata' })
  })

  test.each([
    [{ identity_kind: 'Robot' }, 'POLICY_BAD_VALUE'],
    [{ idnetity_kind: 'agent' }, 'did you mean `identity_kind`?'],
    [{ param_mac: { field: 'a', max: 1 } }, 'did you mean `param_max`?'],
    [{ rate_lmit: { max: 1, window: '1h' } }, 'did you mean `rate_limit`?'],
    [{ param_max: { feld: 'a', max: 1 } }, 'did you mean `field`?'],
    [{ param_max: { field: 'a', max: '1' } }, 'must be a number, not text'],
    [{ param_in: { field: 'a', values: 'x' } }, 'must be a list, not text'],
    [{ param_in: { field: 'a', values: [1] } }, 'must be text, not a number'],
    [{ rate_limit: { max: 1, window: 'soon' } }, 'POLICY_BAD_DURATION'],
    [{ rate_limit: { max: -1, window: '1h' } }, 'a whole number from 0'],
    [{ session_age_max: '1.5h' }, 'POLICY_BAD_DURATION'],
    [{ time_window: 'nonsense' }, 'POLICY_BAD_WINDOW'],
    [{ time_window: '09:00-18:00 Not/Real' }, 'POLICY_BAD_ZONE'],
    [{ action: '' }, '`action` is empty'],
    [{ action: 'a', identity_role: 'b' }, 'exactly one key, not 2'],
    [{}, 'exactly one key, not 0'],
    ['agent', 'must be a map with one key, not text'],
  ])('%j is a load error', (condition, message) => {
    expect(problemOf(condition)).toContain(message)
  })
})

describe('adversarial sets', () => {
  test.each([
    ['[[policy]]', '[[polciies]]', '1:3 POLICY_UNKNOWN_KEY'],
    ['name =', 'naem =', '2:1 POLICY_UNKNOWN_KEY'],
    ['effect =', 'efect =', '4:1 POLICY_UNKNOWN_KEY'],
    ['effect = "permit"\n', '', '1:3 POLICY_MISSING_KEY'],
    ['name = "agent_small_refunds"\n', '', '1:3 POLICY_MISSING_KEY'],
    [/conditions = \[[^]*\]/, '', '1:3 POLICY_MISSING_KEY'],
    ['"permit"', '"Maybe"', '4:10 POLICY_BAD_VALUE'],
    ['priority = 10', 'priority = "high"', '5:12 POLICY_WRONG_TYPE'],
    ['priority = 10', 'priority = 1.5', '5:12 POLICY_BAD_VALUE'],
    ['{ identity_kind', '{ idnetity_kind', '7:5 POLICY_UNKNOWN_KEY'],
    ['field = "amount"', 'feld = "amount"', '9:19 POLICY_UNKNOWN_KEY'],
    ['["EUR", "USD"]', '"EUR"', '10:47 POLICY_WRONG_TYPE'],
  ])('changing %s to %s is refused at its place', (from, to, place) => {
    const problems = problemsOf({ file: 'kavach.toml', text: REFUNDS.replace(from, to) })
    expect(problems.map(({ line, column, code }) => `${line}:${column} ${code}`)).toContain(place)
  })

  test('an empty list of conditions matches everything, and an empty set is valid', () => {
    expect(
      loadPolicy({ policies: [{ name: 'n', effect: 'refuse', conditions: [] }] }).rules[0]?.match,
    ).toEqual({
      actionTypes: ['tool_call', 'resource_read', 'prompt_get'],
    })
    for (const text of ['policies: []', 'policy: []', '{}'])
      expect(loadPolicy({ file: 'p.yaml', text }).rules).toEqual([])
  })

  test('policy and policies together are refused', () => {
    expect(problemsOf({ policy: [], policies: [] }).map(({ code }) => code)).toEqual(['POLICY_DUPLICATE_KEY'])
  })

  test('an empty JSON or YAML text is an error; only TOML has an empty document', () => {
    expect(problemsOf({ file: 'p.json', text: ' \n' }).map(({ code }) => code)).toEqual(['POLICY_EMPTY'])
    expect(problemsOf({ file: 'p.yaml', text: '# nothing\n' }).map(({ code }) => code)).toEqual([
      'POLICY_EMPTY',
    ])
    expect(loadPolicy({ file: 'p.toml', text: '# nothing\n' }).rules).toEqual([])
  })

  test('two policies of one name are refused', () => {
    expect(
      problemsOf({ file: 'k.toml', text: REFUNDS + REFUNDS }).map(({ code, line }) => [code, line]),
    ).toEqual([['POLICY_DUPLICATE_RULE', 14]])
  })
})
