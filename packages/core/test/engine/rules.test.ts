import { describe, expect, test } from 'vitest'
import {
  ACTION_TYPES,
  createEngine,
  DEFAULT_APPROVAL_TERMS,
  LIMITS,
  PolicyError,
  type Action,
  type Engine,
  type Pattern,
  type Rule,
} from '@kvlar/core'
import { platformUrl, policyOf } from '../random-policies.ts'
import { call, engineOf, field, globs, NOW, rule } from '../rule-builders.ts'

const decided = (engine: Engine, action: Action) => engine.decide(action, NOW).ruleId

describe('order', () => {
  test('the first matching rule decides', () => {
    const engine = engineOf(
      rule('a', 'deny', { resources: globs('read_secret') }),
      rule('b', 'allow', { resources: globs('read_*') }),
      rule('c', 'deny'),
    )
    expect(decided(engine, call('read_secret'))).toBe('a')
    expect(decided(engine, call('read_x'))).toBe('b')
    expect(decided(engine, call('write'))).toBe('c')
  })

  test('policies are asked one after the other, each in the order of its list', () => {
    const first = policyOf('one', [rule('a', 'allow'), rule('b', 'deny', {}, { priority: 1 })])
    const second = policyOf('two', [
      rule('c', 'deny', {}, { priority: 1 }),
      rule('d', 'deny', {}, { priority: 0 }),
    ])
    const order = (...list: (typeof first)[]) =>
      createEngine(list, { parseUrl: platformUrl })
        .decide(call('x'), NOW, { trace: true })
        .trace?.map((step) => step.ruleId)
    expect(order(first, second)).toEqual(['a', 'b', 'c', 'd'])
    expect(order(second, first)).toEqual(['c', 'd', 'a', 'b'])
  })

  test('rules found through different parts of the index keep their order', () => {
    const patterns = ['*', 'read_file', 'read_*', '*_file', 'r*e', '*_f*', '?ead_file', '[r]ead_file']
    for (let turn = 0; turn < patterns.length; turn += 1) {
      const turned = [...patterns.slice(turn), ...patterns.slice(0, turn)]
      const rules = turned.map((text, index) =>
        rule(`r${index}`, 'deny', { resources: globs(text), condition: field(`k${index}`, 'exists') }),
      )
      const engine = engineOf(...rules)
      for (let index = 0; index < rules.length; index += 1)
        expect(decided(engine, call('read_file', { [`k${index}`]: 1, [`k${rules.length - 1}`]: 1 }))).toBe(
          `r${index}`,
        )
    }
  })

  test('more rules for one name than the engine remembers are all asked', () => {
    const rules = Array.from({ length: 700 }, (_, index) =>
      rule(`r${index}`, 'deny', {
        resources: globs(index % 2 === 0 ? 'x' : '*'),
        condition: field('n', 'equals', index),
      }),
    )
    const engine = engineOf(...rules, rule('last', 'allow'))
    for (const index of [0, 255, 256, 257, 511, 699, 256])
      expect(decided(engine, call('x', { n: index }))).toBe(`r${index}`)
    expect(decided(engine, call('x'))).toBe('last')
  })

  test('what was remembered for one name or type never answers for another', () => {
    const engine = engineOf(
      rule('a', 'allow', { resources: globs('n1*') }),
      rule('b', 'allow', { actionTypes: ['roots_list'] }),
    )
    for (let round = 0; round < 2; round += 1)
      for (let index = 0; index < 6000; index += 1) {
        const name = `n${index}`
        expect(engine.decide(call(name), NOW).outcome).toBe(name.startsWith('n1') ? 'allow' : 'deny')
        if (index % 500 === 0) expect(decided(engine, call(name, {}, { type: 'roots_list' }))).toBe('b')
      }
  })
})

describe('no rule, no permission', () => {
  test('a call that no rule covers is denied by default', () => {
    const decision = engineOf(rule('a', 'allow', { resources: globs('x') })).decide(call('y'), NOW)
    expect(decision).toMatchObject({ outcome: 'deny', code: 'POLICY_DEFAULT_DENY', ruleId: '_default_deny' })
    expect(decision.reason).not.toBe('')
    expect(decision.policy).toBeUndefined()
  })

  test('an engine without policies denies everything', () => {
    const engine = createEngine([], { parseUrl: platformUrl })
    expect(engine.decide(call('x'), NOW).outcome).toBe('deny')
    expect(engine.isHidden(call('x'))).toBe(true)
    expect(engine.ruleCount).toBe(0)
  })
})

describe('decisions', () => {
  test('carry what the rule says', () => {
    const approval = { ...DEFAULT_APPROVAL_TERMS, quorum: 2 }
    const engine = engineOf(
      rule('a', 'require_approval', {}, { reason: 'ask a person', riskLevel: 'high', approval }),
    )
    expect(engine.decide(call('x'), NOW)).toEqual({
      outcome: 'require_approval',
      code: 'POLICY_APPROVAL_REQUIRED',
      ruleId: 'a',
      policy: 'test',
      origin: { file: 'test.yaml', line: 1, column: 1 },
      reason: 'ask a person',
      riskLevel: 'high',
      approval,
    })
  })

  test('have a reason even when an allow rule states none', () => {
    const { reason: _reason, ...effect } = rule('a', 'allow').effect
    const decision = engineOf({ ...rule('a', 'allow'), effect }).decide(call('x'), NOW)
    expect(decision).toMatchObject({ outcome: 'allow', code: 'POLICY_ALLOW' })
    expect(decision.reason).toContain('`a`')
  })

  test('say what could not be evaluated when only an error made the rule match, without the value', () => {
    const engine = engineOf(rule('a', 'deny', { condition: field('amount', 'greater_than', 5) }))
    const { error } = engine.decide(call('x', { amount: 'hunter2' }), NOW)
    expect(error).toContain('`amount`')
    expect(error).not.toContain('hunter2')
  })

  test('cannot be changed by whoever receives one', () => {
    const decision = engineOf(rule('a', 'deny')).decide(call('x'), NOW)
    expect(Object.isFrozen(decision)).toBe(true)
  })
})

describe('what a rule applies to', () => {
  const text = (kind: Pattern['kind'], value: string): Pattern => ({ kind, text: value })
  const matched = (match: Partial<Rule['match']>, action: Action) =>
    decided(engineOf(rule('r', 'allow', match)), action) === 'r'

  test('a rule covers exactly the action types it lists', () => {
    for (const type of ACTION_TYPES) {
      expect(matched({ actionTypes: [type] }, call('x', {}, { type }))).toBe(true)
      expect(
        matched({ actionTypes: ACTION_TYPES.filter((other) => other !== type) }, call('x', {}, { type })),
      ).toBe(false)
      expect(matched({}, call('x', {}, { type }))).toBe(
        ['tool_call', 'resource_read', 'prompt_get'].includes(type),
      )
    }
  })

  test('a prefix pattern knows no wildcards; an exact one neither', () => {
    expect(matched({ resources: [text('prefix', 'delete')] }, call('deleted_x'))).toBe(true)
    const denies = (pattern: Pattern, name: string) =>
      decided(engineOf(rule('r', 'deny', { resources: [pattern] })), call(name)) === 'r'
    expect(denies(text('prefix', 'a*'), 'ab')).toBe(false)
    expect(denies(text('prefix', 'a*'), 'a*b')).toBe(true)
    expect(matched({ resources: [text('exact', '*')] }, call('x'))).toBe(false)
    expect(matched({ resources: [text('exact', '*')] }, call('*'))).toBe(true)
  })

  test('an empty list covers nothing', () => {
    expect(matched({ resources: [] }, call('x'))).toBe(false)
    expect(matched({ agentIds: [] }, call('x'))).toBe(false)
  })

  test('agent ids and servers are globs; a rule for servers needs one', () => {
    expect(matched({ agentIds: globs('b?t') }, call('x'))).toBe(true)
    expect(matched({ agentIds: globs('B*') }, call('x'))).toBe(false)
    expect(matched({ servers: globs('*') }, call('x'))).toBe(false)
    expect(matched({ servers: globs('g*') }, call('x', {}, { server: 'github' }))).toBe(true)
  })

  test('a rule for targets does not cover an action without one', () => {
    expect(matched({ targets: globs('*') }, call('x'))).toBe(false)
    expect(matched({ targets: globs('prod-*') }, call('x', {}, { target: 'prod-db' }))).toBe(true)
    expect(decided(engineOf(rule('r', 'deny', { targets: globs('*') })), call('x'))).toBe('_default_deny')
  })

  test('principals are matched by id, kind and any of the roles, all present parts together', () => {
    const ann = call('x', {}, { principal: { id: 'ann', kind: 'user', roles: ['ops', 'dev'] } })
    expect(matched({ principals: {} }, ann)).toBe(true)
    expect(
      matched({ principals: { ids: [text('exact', 'ann')], kinds: ['user'], roles: ['admin', 'dev'] } }, ann),
    ).toBe(true)
    expect(matched({ principals: { ids: [text('exact', 'Ann')] } }, ann)).toBe(false)
    expect(matched({ principals: { kinds: ['agent', 'service'] } }, ann)).toBe(false)
    expect(matched({ principals: { roles: ['Dev'] } }, ann)).toBe(false)
    expect(matched({ principals: { ids: [text('exact', 'ann')], roles: ['admin'] } }, ann)).toBe(false)
  })

  test('conditions on resource, target and principal are never errors', () => {
    const { origin } = rule('r', 'deny')
    const principal = { id: 'ann', kind: 'user', roles: ['ops'] } as const
    const holds = (condition: Rule['match']['condition'], action: Action) =>
      decided(engineOf(rule('r', 'deny', { ...(condition && { condition }) })), action) === 'r'
    expect(holds({ kind: 'resource', patterns: [text('prefix', 'pay')], origin }, call('pay_out'))).toBe(true)
    expect(holds({ kind: 'resource', patterns: [text('prefix', 'pay')], origin }, call('x'))).toBe(false)
    expect(
      holds({ kind: 'target', patterns: [text('exact', 'db')], origin }, call('x', {}, { target: 'db' })),
    ).toBe(true)
    expect(holds({ kind: 'target', patterns: [text('exact', 'db')], origin }, call('x'))).toBe(false)
    expect(
      holds({ kind: 'not', of: { kind: 'target', patterns: [text('exact', 'db')], origin } }, call('x')),
    ).toBe(true)
    expect(
      holds({ kind: 'principal', principals: { roles: ['ops'] }, origin }, call('x', {}, { principal })),
    ).toBe(true)
    expect(
      holds({ kind: 'principal', principals: { roles: ['dev'] }, origin }, call('x', {}, { principal })),
    ).toBe(false)
    // Among other conditions, where the index may use it.
    const among: Rule['match']['condition'] = {
      kind: 'all',
      of: [field('a', 'exists'), { kind: 'resource', patterns: [text('prefix', 'pay')], origin }],
    }
    expect(holds(among, call('pay_out', { a: 1 }))).toBe(true)
    expect(holds(among, call('x', { a: 1 }))).toBe(false)
  })
})

describe('an engine is total', () => {
  const broken: readonly unknown[] = [
    undefined,
    null,
    {},
    { ...call('x'), type: 'nope' },
    { ...call('x'), type: '__proto__' },
    { ...call('x'), resource: 5 },
    { ...call('x'), resource: ['x'] },
    { ...call('x'), parameters: undefined },
    { ...call('x'), parameters: null },
    { ...call('x'), parameters: [] },
    { ...call('x'), parameters: 'x' },
    { ...call('x'), agentId: undefined },
    { ...call('x'), principal: undefined },
    { ...call('x'), principal: { id: 'a', kind: 'user' } },
    { ...call('x'), principal: { id: 1, kind: 'user', roles: [] } },
    { ...call('x'), server: 5 },
    { ...call('x'), target: {} },
  ]
  test.each(broken.map((action) => [action]))(
    'what is no action is denied, even where everything is allowed: %j',
    (action) => {
      const engine = engineOf(rule('all', 'allow'))
      // Callers that are not type-checked reach the engine too.
      const untyped = action as Action
      expect(engine.decide(untyped, NOW)).toMatchObject({
        outcome: 'deny',
        code: 'EVALUATION_ERROR',
        ruleId: '_evaluation_error',
      })
      expect(engine.decide(untyped, NOW, { trace: true }).outcome).toBe('deny')
      expect(engine.needs(untyped)).toEqual([])
      expect(() => engine.isHidden(untyped)).not.toThrow()
      expect(() => engine.isNamed(untyped)).not.toThrow()
    },
  )

  test('a name longer than the bound is denied, even where everything is allowed', () => {
    const engine = engineOf(rule('all', 'allow'))
    expect(engine.decide(call('x'.repeat(LIMITS.resourceCharsMax)), NOW).outcome).toBe('allow')
    expect(engine.decide(call('x'.repeat(LIMITS.resourceCharsMax + 1)), NOW).code).toBe('EVALUATION_ERROR')
  })

  test('what throws inside of the engine is a denial that quotes nothing', () => {
    const engine = createEngine(
      [policyOf('p', [rule('r', 'allow', { condition: field('u', 'url_host_in', 'example.com') })])],
      {
        parseUrl: () => {
          throw new Error('hunter2')
        },
      },
    )
    const decision = engine.decide(call('x', { u: 'https://example.com/' }), NOW)
    expect(decision).toMatchObject({ outcome: 'deny', code: 'EVALUATION_ERROR' })
    expect(JSON.stringify(decision)).not.toContain('hunter2')
  })

  test('arguments nested deeper than the stack are denied', () => {
    const deep = (levels: number) => {
      let value: Action['parameters'] = {}
      for (let level = 0; level < levels; level += 1) value = { a: value }
      return value
    }
    const engine = engineOf(rule('r', 'allow', { condition: field('a', 'equals', deep(200_000)) }))
    expect(engine.decide(call('x', { a: deep(200_000) }), NOW).outcome).toBe('deny')
  })

  test('a rule that no loader lets through is refused when the engine is made', () => {
    for (const condition of [
      field('a', 'matches', '('),
      field('a', 'at_most', '5'),
      field('a', 'path_within', 'srv'),
      field('a', 'url_host_in', 'EXAMPLE.com'),
      field('a', 'one_of', 'x'),
    ])
      expect(() => engineOf(rule('r', 'allow', { condition }))).toThrow(PolicyError)
  })
})

test('the digest of an engine depends on the digests of its policies and on their order', () => {
  const digest = (...names: string[]) =>
    createEngine(
      names.map((name) => policyOf(name, [])),
      { parseUrl: platformUrl },
    ).digest
  expect(digest('a', 'b')).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(new Set([digest('a', 'b'), digest('b', 'a'), digest('a'), digest('a', 'a')]).size).toBe(4)
})
