import { describe, expect, test } from 'vitest'
import { EFFECT_TYPES, LIMITS, OPERATORS, type JsonValue, type Operator, type Truth } from '@kvlar/core'
import { call, engineOf, field, NOW, rule, truthOf } from './rule-builders.ts'

interface Golden {
  readonly operand: JsonValue
  readonly true: readonly JsonValue[]
  readonly false: readonly JsonValue[]
  /** Values of a wrong type, or that two readers could take differently. */
  readonly error: readonly JsonValue[]
  readonly absent: Truth
}

const NOT_TEXT: readonly JsonValue[] = [1, true, null, ['x'], { x: 'x' }]
const NOT_NUMBER: readonly JsonValue[] = ['6', '', true, null, [6], { x: 6 }]

const GOLDEN: Readonly<Record<Operator, Golden>> = {
  equals: { operand: 5, true: [5, 5.0], false: ['5', true, null, [5], 6], error: [], absent: 'false' },
  not_equals: {
    operand: { a: 1, b: [0] },
    true: ['5', { a: 1 }, { a: 1, b: [0], c: 1 }],
    false: [{ b: [-0], a: 1 }],
    error: [],
    absent: 'false',
  },
  one_of: {
    operand: ['a', 1, null],
    true: ['a', 1, null],
    false: ['A', '1', [], ['a']],
    error: [],
    absent: 'false',
  },
  not_in: {
    operand: ['a', 'b'],
    true: ['c', ''],
    false: ['a', 'b'],
    error: [1, null, ['a'], { a: 1 }],
    absent: 'true',
  },
  contains: {
    operand: 'rm',
    true: ['rm', 'arm x'],
    false: ['', 'RM', 'r m'],
    error: NOT_TEXT,
    absent: 'false',
  },
  starts_with: {
    operand: 'rm',
    true: ['rm', 'rm -rf'],
    false: ['', ' rm', 'Rm'],
    error: NOT_TEXT,
    absent: 'false',
  },
  ends_with: {
    operand: '.ts',
    true: ['.ts', 'a.ts'],
    false: ['', 'a.ts ', 'a.TS'],
    error: NOT_TEXT,
    absent: 'false',
  },
  matches: {
    operand: '^a+$',
    true: ['a', 'aaa'],
    false: ['', 'ab'],
    error: [...NOT_TEXT, 'a'.repeat(LIMITS.regexSubjectCharsMax + 1)],
    absent: 'false',
  },
  greater_than: { operand: 5, true: [5.1, 1e308], false: [5, -1], error: NOT_NUMBER, absent: 'false' },
  less_than: { operand: 5, true: [4.9, -1e308], false: [5, 6], error: NOT_NUMBER, absent: 'false' },
  at_least: { operand: 5, true: [5, 6], false: [4.9], error: NOT_NUMBER, absent: 'error' },
  at_most: { operand: 5, true: [5, -6], false: [5.1], error: NOT_NUMBER, absent: 'error' },
  exists: { operand: null, true: [null, false, '', 0, [], {}], false: [], error: [], absent: 'false' },
  not_exists: { operand: null, true: [], false: [null, false, '', 0, [], {}], error: [], absent: 'true' },
  in_domain: {
    operand: ['example.com'],
    true: ['https://a.example.com/'],
    false: ['https://example.org/'],
    error: ['example.com', 'https://u@example.com/', ...NOT_TEXT],
    absent: 'false',
  },
  not_in_domain: {
    operand: 'example.com',
    true: ['https://example.org/'],
    false: ['https://a.example.com/'],
    error: ['example.com', 'https://u@example.com/', ...NOT_TEXT],
    absent: 'false',
  },
  path_within: {
    operand: '/srv',
    true: ['/srv/x'],
    false: ['/etc'],
    error: ['srv', '/SRV/x', `/srv/${'x'.repeat(LIMITS.pathCharsMax)}`, ...NOT_TEXT],
    absent: 'error',
  },
  path_matches: {
    operand: ['**/.env*', '/etc/*'],
    true: ['/srv/.env', 'a/.env.bak/', '.env/.', '/tmp/../etc/shadow', '/etc/passwd'],
    false: ['/srv/env', '/etc', '/etc/a/b'],
    error: ['src/a.ts', '../x', '/srv/.ENV', '~/.env', `/${'x'.repeat(LIMITS.pathCharsMax)}`, ...NOT_TEXT],
    absent: 'error',
  },
  sql: {
    operand: { dialect: 'postgres', statements: ['select'], tables: ['app.*'], permit: [] },
    true: ['select 1', 'SELECT count(*) FROM app.users u WHERE u.id = 5'],
    false: ['drop table app.users', 'select * from secret.keys', 'insert into app.users values (1)'],
    error: ['', 'select 1into t', 'select * from app.users, secret.keys', 'select pg_sleep(9)', ...NOT_TEXT],
    absent: 'error',
  },
  url_host_in: {
    operand: 'example.com',
    true: ['https://example.com/'],
    false: ['https://a.example.com/'],
    error: ['example.com', `https://example.com/${'x'.repeat(LIMITS.urlCharsMax)}`, ...NOT_TEXT],
    absent: 'error',
  },
}

describe.each(OPERATORS.map(({ operator }) => operator))('%s', (operator) => {
  const golden: Golden = GOLDEN[operator]
  const condition = field('f', operator, golden.operand)
  for (const truth of ['true', 'false', 'error'] as const)
    test(`is ${truth} for each of its ${golden[truth].length} golden values`, () => {
      for (const value of golden[truth])
        expect(truthOf(condition, { f: value }), JSON.stringify(value).slice(0, 80)).toBe(truth)
    })

  test(`is ${golden.absent} when the field is absent`, () => {
    expect(truthOf(condition, {})).toBe(golden.absent)
    expect(truthOf(condition, { g: 1 })).toBe(golden.absent)
  })

  test('is an error when the field is there both as a literal key and nested', () => {
    const both = field('f.g', operator, golden.operand)
    const value = golden.true[0] ?? golden.false[0] ?? null
    expect(truthOf(both, { 'f.g': value, f: { g: value } })).toBe('error')
    expect(truthOf(both, { 'f.g': value, f: {} })).toBe(truthOf(condition, { f: value }))
    expect(truthOf(both, { f: { g: value } })).toBe(truthOf(condition, { f: value }))
  })

  test('matches on true and on error in deny and approval rules, on true alone in allow rules', () => {
    const samples: readonly (readonly [Truth, JsonValue | undefined])[] = [
      ['true', golden.true[0]],
      ['false', golden.false[0]],
      ['error', golden.error[0]],
      [golden.absent, undefined],
    ]
    for (const [truth, value] of samples) {
      if (value === undefined && truth !== golden.absent) continue
      for (const effect of EFFECT_TYPES) {
        const decision = engineOf(rule('r', effect, { condition })).decide(
          call('t', value === undefined ? {} : { f: value }),
          NOW,
        )
        const matches = truth === 'true' || (truth === 'error' && effect !== 'allow')
        expect(decision.ruleId).toBe(matches ? 'r' : '_default_deny')
        expect(decision.error !== undefined).toBe(matches && truth === 'error')
      }
    }
  })
})

test('text operators compare code units, without case or normal form', () => {
  expect(truthOf(field('f', 'contains', 'é'), { f: 'e\u0301' })).toBe('false')
})

test('numbers that are not finite are an error', () => {
  expect(truthOf(field('f', 'less_than', 5), { f: Number.NEGATIVE_INFINITY })).toBe('error')
  expect(truthOf(field('f', 'at_most', 5), { f: Number.NaN })).toBe('error')
})

describe('field paths', () => {
  const is = (path: string, parameters: Record<string, JsonValue>) =>
    truthOf(field(path, 'equals', 1), parameters)

  test('lead through objects and list positions', () => {
    expect(is('a.b', { a: { b: 1 } })).toBe('true')
    expect(is('a[1].b', { a: [0, { b: 1 }] })).toBe('true')
    expect(is('a[2]', { a: [1, 1] })).toBe('false')
    expect(is('a.b', { a: 'b' })).toBe('false')
    expect(is('a.0', { a: [1] })).toBe('false')
    expect(is('a.length', { a: [1] })).toBe('false')
  })

  test('never reach what an object inherits', () => {
    for (const path of ['constructor', '__proto__', 'toString', 'a.constructor.name', 'a.__proto__.b'])
      expect(truthOf(field(path, 'exists'), { a: {} })).toBe('false')
  })

  test('are an error when a literal key contradicts a nested value, whatever either says', () => {
    expect(is('options.force', { 'options.force': 0, options: { force: 1 } })).toBe('error')
    expect(is('a[0]', { 'a[0]': 0, a: [1] })).toBe('error')
    expect(is('a[*]', { 'a[*]': 0, a: [] })).toBe('false')
  })

  test('with a wildcard hold when all elements agree, and err when they do not', () => {
    expect(is('a[*]', { a: [1, 1] })).toBe('true')
    expect(is('a[*]', { a: [2, 3] })).toBe('false')
    expect(is('a[*]', { a: [1, 2] })).toBe('error')
    expect(is('a[*].b', { a: [{ b: 1 }, {}] })).toBe('error')
    expect(is('a[*][*]', { a: [[1], [1, 1]] })).toBe('true')
  })

  test('with a wildcard are absent for an empty list, null and nothing', () => {
    for (const parameters of [{ a: [] }, { a: null }, {}]) {
      expect(truthOf(field('a[*]', 'at_most', 5), parameters)).toBe('error')
      expect(truthOf(field('a[*]', 'equals', 5), parameters)).toBe('false')
      expect(truthOf(field('a[*]', 'not_exists'), parameters)).toBe('true')
    }
  })

  test('with a wildcard over something that is no list are an error', () => {
    for (const value of ['/etc/passwd', 1, { 0: 1 }])
      expect(truthOf(field('a[*]', 'starts_with', '/etc'), { a: value })).toBe('error')
  })

  test('with wildcards over more elements than the bound are an error', () => {
    const list = Array.from({ length: LIMITS.wildcardElementsMax }, () => 1)
    expect(is('a[*]', { a: list })).toBe('true')
    expect(is('a[*]', { a: [...list, 1] })).toBe('error')
  })
})

describe('parameters: {name: regex}', () => {
  const condition = (pattern: string) => ({
    kind: 'parameter_regex' as const,
    name: 'p',
    pattern,
    origin: { file: '', line: 0, column: 0 },
  })

  test('searches strings anywhere and other values as canonical JSON', () => {
    expect(truthOf(condition('b'), { p: 'abc' })).toBe('true')
    expect(truthOf(condition('^\\{"a":1,"b":\\[true,null\\]\\}$'), { p: { b: [true, null], a: 1 } })).toBe(
      'true',
    )
    expect(truthOf(condition('^-?5$'), { p: -5 })).toBe('true')
    expect(truthOf(condition('^0$'), { p: -0 })).toBe('true')
  })

  test('does not match an absent argument, and looks at top-level keys only', () => {
    expect(truthOf(condition(''), {})).toBe('false')
    expect(truthOf(condition('x'), { q: { p: 'x' } })).toBe('false')
  })

  test('is an error for an argument that is too long or cannot be serialised', () => {
    expect(truthOf(condition('a'), { p: 'a'.repeat(LIMITS.regexSubjectCharsMax + 1) })).toBe('error')
    expect(truthOf(condition('a'), { p: [Number.NaN] })).toBe('error')
  })
})

describe('all, any and not are strong Kleene logic, whatever the order', () => {
  const conditions = {
    true: field('t', 'exists'),
    false: field('x', 'exists'),
    error: field('t', 'at_most', 1),
  }
  const parameters = { t: 'text' }
  const rank = { false: 0, error: 1, true: 2 }
  for (const left of ['true', 'false', 'error'] as const) {
    test(`not ${left}`, () => {
      expect(truthOf({ kind: 'not', of: conditions[left] }, parameters)).toBe(
        { true: 'false', false: 'true', error: 'error' }[left],
      )
    })
    for (const right of ['true', 'false', 'error'] as const)
      test(`${left} with ${right}`, () => {
        const of = [conditions[left], conditions[right]]
        expect(truthOf({ kind: 'all', of }, parameters)).toBe(rank[left] < rank[right] ? left : right)
        expect(truthOf({ kind: 'any', of }, parameters)).toBe(rank[left] > rank[right] ? left : right)
      })
  }

  test('of nothing, all is true and any is false', () => {
    expect(truthOf({ kind: 'all', of: [] }, {})).toBe('true')
    expect(truthOf({ kind: 'any', of: [] }, {})).toBe('false')
  })
})
