import { describe, expect, test } from 'vitest'
import { EFFECT_TYPES, LIMITS, OPERATORS, type Condition, type Operator, type Truth } from '@kvlar/core'
import type { JsonValue } from '@kvlar/core/json'
import { call, engineOf, field, NOW, rule, truthOf } from '../rule-builders.ts'

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

/** Made here; it is the key to nothing. */
const PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----\n${'MC4CAQAwBQYDK2VwBCIEIJx'.repeat(4)}\n-----END PRIVATE KEY-----`

const GOLDEN: Readonly<Record<Operator, Golden>> = {
  equals: {
    operand: 5,
    true: [5, 5.0],
    false: [6, '6', 'five', '', true, null, [], {}, [6], { x: 'y' }],
    error: ['5', ' 5 ', '5.0', [5], ['5'], { x: 5 }, { 5: 'x' }, [{ x: [' 5'] }]],
    absent: 'false',
  },
  not_equals: {
    operand: { a: 1, b: [0] },
    true: [{ a: 1 }, { a: 1, b: [0], c: 1 }, {}],
    false: [{ b: [-0], a: 1 }, '5', 5, true, ['x'], [{ a: 1 }]],
    error: [null, '{"b": [0], "a": 1}', [{ a: 1, b: [0] }]],
    absent: 'error',
  },
  one_of: {
    operand: ['a', 1],
    true: ['a', 1],
    false: ['A', 2, null, [], ['b'], { b: 2 }, false, '2'],
    error: [['a'], { x: 'a' }, { a: 'x' }, [['1']], true, '1', '["a"]'],
    absent: 'false',
  },
  not_in: {
    operand: ['a', 'b'],
    true: ['c', ''],
    false: ['a', 'b'],
    error: [1, null, ['a'], { a: 1 }],
    absent: 'error',
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
    absent: 'error',
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
  contains_secret: {
    operand: null,
    true: [PRIVATE_KEY, { a: [PRIVATE_KEY] }, `see ${PRIVATE_KEY} there`],
    false: ['', 'a key', 5, true, null, [], {}, 'AKIA'],
    error: [],
    absent: 'false',
  },
  shell: {
    operand: { syntax: 'posix', programs: { ls: { flags: ['-l'] } } },
    true: ['ls', 'ls -l'],
    false: ['rm -rf /', 'cat x'],
    error: ['', 'ls -a', 'ls; rm x', 'ls $(rm x)', 'ls > /etc/x', ['ls'], ...NOT_TEXT],
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
  email_in: {
    operand: ['corp.example', '*.corp.example', 'ana@partner.example'],
    true: ['ana@corp.example', ['Ana <a@eu.corp.example>', { email: 'ana@partner.example' }]],
    false: ['eve@evil.example', 'ana@corp.example.evil.example', ['bob@partner.example']],
    error: [
      null,
      '',
      [],
      5,
      true,
      {},
      'corp.example',
      'ana@corp.example, eve@evil.example',
      'Ana@partner.example',
      '"eve@evil.example" <ana@corp.example>',
      { to: 'ana@corp.example' },
    ],
    absent: 'error',
  },
  money: {
    operand: { at_most: 100, currency: 'EUR', unit: 'minor' },
    true: [0, 10_000, '10000', 1.0],
    false: [10_001, '99999', 1e20],
    error: [null, '', -1, '-1', 0.5, '1.5', '1e2', '10,000', '１００', true, [1], { value: 1 }, 1e21],
    absent: 'error',
  },
}

const flipped = (truth: Truth): Truth => (truth === 'error' ? 'error' : truth === 'true' ? 'false' : 'true')

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

  const presence: readonly Operator[] = ['exists', 'not_exists']
  const negated = presence.includes(operator) ? flipped(golden.absent) : 'error'
  test(`is ${negated} when the field is absent and an odd number of not stands around it`, () => {
    const not = (of: Condition): Condition => ({ kind: 'not', of })
    expect(truthOf(not(condition), {})).toBe(negated)
    expect(truthOf({ kind: 'all', of: [not({ kind: 'any', of: [condition] })] }, {})).toBe(negated)
    expect(truthOf(not(not(condition)), {})).toBe(golden.absent)
    expect(truthOf(not(not(not(condition))), {})).toBe(negated)
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
