import { describe, expect, test } from 'vitest'
import type { Rule, Action } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { visibleText } from '@kvlar/core/text'
import { call, engineOf, field, globs, NOW, origin, rule } from '../rule-builders.ts'

function detail(match: Partial<Rule['match']>, parameters: JsonObject, rest: Partial<Action> = {}): string {
  const [step] =
    engineOf(rule('r', 'allow', match)).decide(call('t', parameters, rest), NOW, { trace: true }).trace ?? []
  return `${step?.part}: ${step?.detail}`
}

describe('a trace', () => {
  test('shows every rule up to the deciding one, then the later ones that would have matched', () => {
    const engine = engineOf(
      rule('other', 'deny', { resources: globs('other') }),
      rule('amount', 'deny', { condition: field('amount', 'at_most', 5) }),
      rule('decides', 'allow'),
      rule('unrelated', 'deny', { resources: globs('other') }),
      rule('would', 'require_approval'),
      rule('never', 'allow', { condition: field('amount', 'exists') }),
    )
    const { trace } = engine.decide(call('t', { amount: 9 }), NOW, { trace: true })
    expect(trace?.map(({ ruleId, matched, truth, part }) => [ruleId, matched, truth, part])).toEqual([
      ['other', false, 'false', 'resources'],
      ['amount', false, 'false', 'conditions[0]'],
      ['decides', true, 'true', undefined],
      ['would', true, 'true', undefined],
      ['never', true, 'true', undefined],
    ])
  })

  test('is there only when asked for', () => {
    const engine = engineOf(rule('a', 'allow'))
    expect(engine.decide(call('t'), NOW)).not.toHaveProperty('trace')
    expect(engine.decide(call('t'), NOW, {})).not.toHaveProperty('trace')
    expect(engine.decide(call('t'), NOW, { trace: false })).not.toHaveProperty('trace')
  })

  test('names the first part that does not hold, with what was expected and found', () => {
    expect(detail({ actionTypes: ['roots_list'] }, {})).toBe(
      'action_types: expected roots_list, found `tool_call`',
    )
    expect(detail({ resources: globs('a*', 'b') }, {})).toBe('resources: expected `a*`, `b`, found `t`')
    expect(detail({ agentIds: globs('x') }, {})).toBe('agent_ids: expected `x`, found `bot`')
    expect(detail({ servers: globs('x') }, {})).toBe('servers: expected `x`, found none')
    expect(detail({ targets: globs('x') }, {}, { target: 'y' })).toBe('targets: expected `x`, found `y`')
    expect(detail({ principals: { roles: ['x'] } }, {})).toContain('principals: ')
    expect(detail({ resources: globs('a', 'b', 'c', 'd', 'e', 'f', 'g') }, {})).toContain('and 2 more')
  })

  test('numbers conditions as the file lists them, regexes on parameters by name', () => {
    const regex = { kind: 'parameter_regex' as const, name: 'sql', pattern: 'DROP', origin }
    const all = (...of: Extract<Rule['match']['condition'], { kind: 'all' }>['of']) => ({
      condition: { kind: 'all' as const, of },
    })
    expect(detail(all(regex, field('a', 'exists')), { a: 1, sql: 'x' })).toBe(
      'parameters.sql: expected `sql` to match `DROP`, found `"x"`',
    )
    expect(detail(all(regex, field('a', 'exists'), field('b', 'equals', 'x')), { a: 1, sql: 'DROP' })).toBe(
      'conditions[1]: expected `b` equals `"x"`, found nothing',
    )
    expect(
      detail(
        all(field('a', 'exists'), { kind: 'any', of: [field('b', 'equals', 1), field('c', 'exists')] }),
        { a: 1, b: 2 },
      ),
    ).toBe('conditions[1].any[0]: expected `b` equals `1`, found `2`')
    expect(detail({ condition: { kind: 'not', of: field('a', 'exists') } }, { a: null })).toBe(
      'conditions[0].not: negated: expected `a` exists, found `null`',
    )
  })

  test('blames the part of an any that errs, and the part of an all that is false', () => {
    const parts = [field('a', 'exists'), field('n', 'at_most', 5)]
    expect(detail({ condition: { kind: 'any', of: parts } }, { n: 'x' })).toContain('any[1]')
    expect(detail({ condition: { kind: 'all', of: parts.toReversed() } }, { n: 'x' })).toContain(
      'conditions[1]',
    )
  })

  test('says why a condition is an error', () => {
    expect(detail({ condition: field('n', 'at_most', 5) }, { n: '6' })).toBe(
      'conditions[0]: expected `n` at_most `5`, found `"6"`: `n` cannot be judged: it is of type string, not number',
    )
    expect(detail({ condition: field('p', 'path_within', '/srv') }, { p: '/srv/%2e%2e' })).toContain(
      'percent-triplet',
    )
    expect(detail({ condition: field('a.b', 'equals', 1) }, { 'a.b': 1, a: { b: 2 } })).toContain('twice')
    expect(detail({ condition: field('u', 'url_host_in', 'a.b') }, { u: 'https://x@a.b/' })).toContain(
      'user-info',
    )
    expect(detail({ condition: { kind: 'rate_limit', max: 1, windowMs: 1000, origin } }, {})).toContain(
      'not known',
    )
    expect(
      detail({ condition: { kind: 'time_window', startMs: 0, endMs: 60_000, zone: 'UTC', origin } }, {}),
    ).toBe('conditions[0]: expected a time from 00:00 to 00:01 in UTC, found mon 2026-06-15 12:00')
  })

  test('hides secret-like fields and those of every rule that could match', () => {
    const engine = engineOf(
      rule('a', 'allow', { condition: field('db_password', 'equals', 'x') }),
      rule('b', 'allow', { condition: field('user.ssn', 'equals', 'x') }),
      rule('c', 'allow', { condition: field('user', 'equals', 'x') }),
      rule('d', 'allow', { condition: { kind: 'parameter_regex', name: 'token', pattern: 'x{9}', origin } }),
      rule('e', 'allow', { condition: field('credentials.pin', 'equals', 'x') }),
      rule('f', 'allow', { condition: field('list[0].ssn', 'equals', 'x') }),
      rule('g', 'deny', {}, { redactFields: ['user.ssn', 'list[*].ssn'] }),
    )
    const parameters = {
      db_password: 'hunter2',
      token: 'hunter3',
      user: { ssn: 'hunter4', name: 'ann' },
      credentials: { pin: 'hunter5' },
      list: [{ ssn: 'hunter6' }],
    }
    const decision = JSON.stringify(engine.decide(call('t', parameters), NOW, { trace: true }))
    expect(decision).not.toMatch(/hunter[0-9]/)
    expect(decision).toContain('ann')
  })

  test('cuts long values, says how long they are, and shows what is invisible', () => {
    const long = detail({ condition: field('a', 'equals', 'x') }, { a: 'y'.repeat(5000) })
    expect(long).toContain('(5002 characters)')
    expect(long.length).toBeLessThan(300)
    expect(detail({ condition: field('a', 'equals', 'x') }, { a: 'a\u202eb\u200b' })).toContain(
      'a\\u{202e}b\\u{200b}',
    )
    expect(detail({ resources: globs('x') }, {}, { resource: 'a\nb' })).toContain('`a\\u{a}b`')
  })
})

test.each([
  ['plain Ünïcode 漢字 😀', 'plain Ünïcode 漢字 😀'],
  ['a\u0000b\tc\nd\u001b[31m', 'a\\u{0}b\\u{9}c\\u{a}d\\u{1b}[31m'],
  ['\u202e\u2066\u200b\u200d\ufeff\u00ad', '\\u{202e}\\u{2066}\\u{200b}\\u{200d}\\u{feff}\\u{ad}'],
  ['\u2028\u2029\u0085\u007f', '\\u{2028}\\u{2029}\\u{85}\\u{7f}'],
  ['\ue000\ud800\u{e0041}', '\\u{e000}\\u{d800}\\u{e0041}'],
])('%j is shown as %s', (text, shown) => {
  expect(visibleText(text)).toBe(shown)
  expect(visibleText(shown)).toBe(shown)
})
