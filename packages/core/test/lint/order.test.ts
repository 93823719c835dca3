import fc from 'fast-check'
import { createEngine, lintPolicies, loadPolicy } from '@kvlar/core'
import { describe, expect, test } from 'vitest'
import { lint, policyOfRules, ruleLine, shown, withCode } from '../linted.ts'
import { platformUrl } from '../random-policies.ts'

const unreachable = (...rules: readonly string[]) =>
  withCode(lint(policyOfRules(...rules)), 'POLICY_UNREACHABLE_RULE')

const all = '{ id: all, effect: { type: deny, reason: no more } }'

describe('a rule that can never decide is warned of, with a call that an earlier rule decides:', () => {
  test.each([
    ['behind a rule for everything', all, 'resources: [x]'],
    ['behind the same pattern', ruleLine('a', "resources: ['get_*']", 'allow'), "resources: ['get_*']"],
    ['behind a wider pattern', ruleLine('a', "resources: ['*']", 'allow'), "resources: ['get_*', x]"],
    ['behind a wider prefix', ruleLine('a', "resources: ['get*']", 'allow'), "resources: ['get_*_by_x']"],
    ['behind a wider class', ruleLine('a', "resources: ['[a-z]et_x']", 'allow'), "resources: ['[ab]et_x']"],
    [
      'behind fewer conditions',
      ruleLine('a', 'resources: [x]', 'deny'),
      'resources: [x], conditions: [{ field: a, operator: equals, value: 1 }]',
    ],
    [
      'behind the same condition',
      ruleLine('a', 'conditions: [{ field: a, operator: equals, value: 1 }]', 'deny'),
      'resources: [x], conditions: [{ field: a, operator: equals, value: 1 }]',
    ],
    [
      'behind a wider list',
      ruleLine('a', 'conditions: [{ field: a, operator: one_of, value: [1, 2] }]', 'deny'),
      'conditions: [{ field: a, operator: equals, value: 2 }]',
    ],
    [
      'behind a wider bound',
      ruleLine('a', 'conditions: [{ field: a, operator: at_most, value: 9 }]', 'deny'),
      'conditions: [{ field: a, operator: at_most, value: 5 }]',
    ],
    [
      'behind a shorter start',
      ruleLine('a', 'conditions: [{ field: a, operator: starts_with, value: git }]', 'deny'),
      'conditions: [{ field: a, operator: starts_with, value: git log }]',
    ],
    [
      'behind one of several',
      ruleLine(
        'a',
        'conditions: [{ any: [{ field: a, operator: exists }, { field: b, operator: exists }] }]',
        'deny',
      ),
      'conditions: [{ field: b, operator: exists }]',
    ],
    [
      'behind fewer servers asked for',
      ruleLine('a', 'servers: [s, t]', 'deny'),
      'servers: [s], agent_ids: [b]',
    ],
    [
      'behind more roles',
      ruleLine('a', 'principals: { roles: [r, q] }', 'deny'),
      'principals: { roles: [q], kinds: [user] }',
    ],
  ])('%s', (_, first, match) => {
    for (const type of ['allow', 'deny', 'require_approval'] as const) {
      if (/"?type: allow/.test(first) && type !== 'allow' && /conditions/.test(first)) continue
      const [warning, ...others] = unreachable(first, ruleLine('later', match, type))
      expect(others).toEqual([])
      expect(warning?.path).toBe('rules[1].id')
      expect(warning?.witness?.rule).toMatch(/^(?:a|all)$/)
    }
  })

  test.each(['words: [drop]', "words: [drop], resources: ['db_*']"])(
    'behind a rule by words: %s',
    (match) => {
      const first = ruleLine('a', 'words: [delete, drop]', 'deny')
      expect(unreachable(first, ruleLine('later', match, 'require_approval'))[0]?.witness?.rule).toBe('a')
      expect(unreachable(ruleLine('a', 'words: [delete]', 'deny'), ruleLine('later', match, 'deny'))).toEqual(
        [],
      )
    },
  )

  test('behind two rules that cover it together', () => {
    const first = [ruleLine('a', "resources: ['get_*']", 'allow'), ruleLine('b', 'resources: [x]', 'deny')]
    expect(unreachable(...first, ruleLine('c', 'resources: [x, get_y]', 'allow'))[0]?.message).toBe(
      'the rule never decides: `b` and `a` cover all its calls and come first',
    )
  })

  test('and says what does not happen', () => {
    const allow = ruleLine('a', 'resources: [x, y]', 'allow')
    const messages = (type: 'allow' | 'deny' | 'require_approval') =>
      unreachable(allow, ruleLine('b', 'resources: [y]', type))[0]?.message
    expect(messages('require_approval')).toMatch(/, so nobody is asked$/)
    expect(messages('deny')).toMatch(/, so it denies nothing$/)
    expect(messages('allow')).toMatch(/ comes first$/)
    expect(unreachable(allow, ruleLine('b', 'resources: [x, y]', 'allow'))[0]?.message).toMatch(
      /applies to the same calls/,
    )
  })

  test('whatever the priorities are', () => {
    const early = ruleLine('early', 'resources: [x]', 'allow')
    const first = all.replace('id: all', 'id: all, priority: 1')
    expect(shown(unreachable(early, first))).toEqual(['POLICY_UNREACHABLE_RULE: x {} → deny by all'])
  })
})

describe('a rule that decides some call is not warned of:', () => {
  test.each([
    [
      'in doubt an allow rule does not match',
      ruleLine('a', 'conditions: [{ field: a, operator: contains, value: x }]', 'allow'),
      'conditions: [{ field: a, operator: contains, value: x }]',
    ],
    [
      'other action types',
      ruleLine('a', 'action_types: [tool_call]', 'deny'),
      'action_types: [tool_call, resource_read]',
    ],
    ['a name that is left', ruleLine('a', 'resources: [x]', 'deny'), 'resources: [x, y]'],
    ['a name with a line feed', ruleLine('a', "resources: ['x*']", 'deny'), "resources: ['x?']"],
    ['another server', ruleLine('a', 'servers: [s]', 'deny'), 'resources: [x]'],
    [
      'another condition',
      ruleLine('a', 'conditions: [{ field: a, operator: equals, value: 1 }]', 'deny'),
      'conditions: [{ field: a, operator: equals, value: 2 }]',
    ],
    [
      'above a limit',
      ruleLine('a', 'conditions: [{ rate_limit: { max: 2, window: 1h } }]', 'allow'),
      'resources: [x]',
    ],
    [
      'at another time',
      ruleLine('a', "conditions: [{ time_window: '09:00-18:00' }]", 'allow'),
      'resources: [x]',
    ],
  ])('%s', (_, first, match) => {
    expect(shown(unreachable(first, ruleLine('later', match, 'deny')))).toEqual([])
  })
})

const symbol = fc.constantFrom('a', 'b', '_', '*', '?', '[ab]', '[!a]')
const pattern = fc.array(symbol, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
const name = fc
  .array(fc.constantFrom('a', 'b', '_', '\n', 'c'), { maxLength: 6 })
  .map((parts) => parts.join(''))

test('a rule that is said never to decide decides no call, whatever its name', () => {
  fc.assert(
    fc.property(pattern, pattern, fc.array(name, { minLength: 20, maxLength: 40 }), (first, later, names) => {
      const text = policyOfRules(
        ruleLine('a', `resources: ['${first}']`, 'deny'),
        ruleLine('b', `resources: ['${later}']`, 'deny'),
      )
      const policy = loadPolicy({ file: 'p.yaml', text })
      const engine = createEngine([policy], { parseUrl: platformUrl })
      const found = lintPolicies([policy], { parseUrl: platformUrl })
      const decided = names.filter((resource) => {
        const principal = { id: 'b', kind: 'agent', roles: [] } as const
        const action = { type: 'tool_call', resource, parameters: {}, agentId: 'b', principal } as const
        return engine.decide(action, { nowMs: 0 }).ruleId === 'b'
      })
      if (withCode(found, 'POLICY_UNREACHABLE_RULE').length > 0) expect(decided).toEqual([])
    }),
    { numRuns: 400 },
  )
})

describe('limits', () => {
  const limited = (type: 'allow' | 'deny' | 'require_approval', condition: string) =>
    lint(policyOfRules(ruleLine('r', `resources: [run], conditions: [${condition}]`, type)))
  const rate = '{ rate_limit: { max: 2, window: 24h } }'

  test('on one session are warned of, once for each rule', () => {
    const warnings = limited('allow', `${rate}, { session_age_max: 1h }, { session_age_max: 2h }`)
    expect(shown(warnings)).toEqual(['POLICY_LIMIT_NOT_DURABLE: run {} → allow by r'])
    expect(warnings[0]?.witness).toMatchObject({ calls: 1, sessionAgeMs: 1000 })
    for (const one of ['{ session_age_max: 1h }', '{ count: { within: 1h, at_most: 5, by: session } }'])
      expect(shown(limited('allow', one))).toEqual(['POLICY_LIMIT_NOT_DURABLE: run {} → allow by r'])
    expect(shown(limited('allow', rate))).toEqual([])
  })

  test('on earlier calls are warned of alike, and what was meant is a policy that loads', () => {
    const conditions = [
      ['{ count: { within: 1h, at_most: 5 } }', 'not: { count: { at_most: 5, within: 3600s, … } }'],
      [
        '{ sum: { of: amount, within: 1h, at_most: 2.5 } }',
        'not: { sum: { of: amount, at_most: 2.5, within: 3600s, … } }',
      ],
    ] as const
    for (const [condition, meant] of conditions) {
      const [warning] = withCode(limited('deny', condition), 'POLICY_LIMIT_IN_DENY')
      expect(warning?.help).toContain(meant)
      expect(withCode(limited('deny', `{ ${meant.replace(', …', '')} }`), 'POLICY_LIMIT_IN_DENY')).toEqual([])
    }
    expect(
      withCode(limited('deny', '{ count: { within: 1h, at_least: 6 } }'), 'POLICY_LIMIT_IN_DENY'),
    ).toEqual([])
  })

  test('in a rule that stops calls stop the first ones, which is shown on the first that passes', () => {
    for (const type of ['deny', 'require_approval'] as const) {
      const [warning] = withCode(limited(type, rate), 'POLICY_LIMIT_IN_DENY')
      expect(warning?.witness).toMatchObject({ calls: 3, rule: '_default_deny' })
    }
    expect(withCode(limited('deny', rate), 'POLICY_LIMIT_IN_DENY')[0]?.help).toContain(
      '`not: { rate_limit: { max: 2, window: 86400s } }`',
    )
    expect(withCode(limited('deny', `{ not: ${rate} }`), 'POLICY_LIMIT_IN_DENY')).toEqual([])
    expect(withCode(limited('allow', rate), 'POLICY_LIMIT_IN_DENY')).toEqual([])
  })
})
