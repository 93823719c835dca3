import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEngine, LIMITS, loadPolicy, type Condition, type Operator } from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { platformUrl } from '../random-policies.ts'
import { call, field, NOW, truthOf } from '../rule-builders.ts'

/** What becomes of a call under one rule, written as people do, and a last one that allows the rest. */
function decided(rule: string, parameters: JsonObject): string {
  return ruled(rule, parameters, ['deny, reason: stopped by the rule', 'allow'])
}

/** The same the other way round. */
function allowed(rule: string, parameters: JsonObject): string {
  return ruled(rule, parameters, ['allow', 'deny, reason: not allowed'])
}

function ruled(rule: string, parameters: JsonObject, [stop, rest]: readonly [string, string]): string {
  const text = `name: a6
rules:
  - id: stop
    match_on: { conditions: [${rule}] }
    effect: { type: ${stop} }
  - id: rest
    effect: { type: ${rest} }
`
  const engine = createEngine([loadPolicy({ file: 'a6.yaml', text })], { parseUrl: platformUrl })
  return engine.decide(call('release', parameters), NOW).ruleId
}

describe('what is not there, or is of another type, does not disarm a deny rule', () => {
  test('a deny on anything but one value denies a call that leaves the field out', () => {
    expect(decided('{ field: content_hash, operator: not_equals, value: x }', {})).toBe('stop')
    expect(decided('{ field: content_hash, operator: not_equals, value: x }', { content_hash: 'x' })).toBe(
      'rest',
    )
    expect(decided('{ field: host, operator: not_in_domain, value: corp.example }', {})).toBe('stop')
    expect(decided('{ field: env, operator: not_in, value: [dev] }', {})).toBe('stop')
  })

  test('a deny on some values denies a list that holds one of them', () => {
    expect(decided('{ field: env, operator: in, value: [prod] }', { env: ['prod'] })).toBe('stop')
    expect(decided('{ field: env, operator: equals, value: prod }', { env: { name: 'prod' } })).toBe('stop')
    expect(decided('{ field: env, operator: in, value: [prod] }', { env: ['dev'] })).toBe('rest')
    expect(decided('{ field: env, operator: in, value: [prod] }', {})).toBe('rest')
  })

  test('a rule without names of tools leaves alone what uses the field for something else', () => {
    for (const operator of ['equals', 'not_equals', 'in'])
      expect(
        decided(`{ field: env, operator: ${operator}, value: ${operator === 'in' ? '[prod]' : 'prod'} }`, {
          env: 5,
        }),
      ).toBe('rest')
  })
})

const DRESSES: readonly ((text: string) => string)[] = [
  ...[
    ' ',
    '\n',
    '\t',
    '\r\n',
    '\u00a0',
    '\u2028',
    '\ufeff',
    '\u200b',
    '\u00ad',
    '\u2060',
    '\0',
    '\u0085',
    '\u3000',
    '\u001b',
  ].flatMap((around) => [
    (text: string) => around + text,
    (text: string) => text + around,
    (text: string) => around + text + around,
  ]),
  (text) => `'${text}'`,
  (text) => `"${text}"`,
  (text) => `\`${text}\``,
  (text) => ` ' "${text}" ' `,
  (text) => `${text}\0.txt`,
  (text) => text.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
  (text) => Array.from(text).join('\u200b'),
]

test('what many readers take off a text or make of it disarms no deny rule and opens no allow rule', () => {
  for (const value of ['prod', 'a b', 'eu-west-1'])
    for (const dress of DRESSES) {
      const env = dress(value)
      for (const condition of [
        `{ field: env, operator: equals, value: '${value}' }`,
        `{ field: env, operator: one_of, value: ['x', '${value}'] }`,
        `{ field: env, operator: not_equals, value: '${value}' }`,
        `{ field: env, operator: not_in, value: ['x', '${value}'] }`,
        `{ not: { field: env, operator: equals, value: '${value}' } }`,
      ]) {
        expect(decided(condition, { env }), `${condition} ${JSON.stringify(env)}`).toBe('stop')
        expect(allowed(condition, { env }), `${condition} ${JSON.stringify(env)}`).toBe('rest')
      }
    }
})

test('another text stays another', () => {
  for (const env of [
    'prod2',
    'preprod',
    'PROD',
    'pro d',
    '"prod',
    "prod'",
    'prod.',
    '-prod',
    'prod,',
    '(prod)',
    '',
    ' ',
    'prоd',
    '\0x',
  ])
    expect(decided('{ field: env, operator: equals, value: prod }', { env }), env).toBe('rest')
})

type Scalar = string | number | boolean

const scalar = fc.oneof(
  fc.constantFrom<Scalar>('prod', 'a b', 'x', 'drop table', 'ö'),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom<Scalar>(0.5, 1e21, true, false),
)

/** Ways to write a value so that only a reader that converts types finds it. */
function disguised(item: Scalar): fc.Arbitrary<JsonValue> {
  const text = String(item)
  const ways: fc.Arbitrary<JsonValue>[] = [
    fc.constantFrom<JsonValue>([item], { is: item }, [[{ deep: [item] }]], [` ${text} `]),
    fc.constant({ [text]: 1 }),
    fc.array(scalar, { maxLength: 4 }).map((others): JsonValue => [others, [null, item]]),
  ]
  if (typeof item !== 'string') ways.push(fc.constantFrom(text, ` ${text}`, `${text}\n`, `\t${text}\t`))
  if (typeof item === 'number' && Number.isInteger(item) && Math.abs(item) < 1e6)
    ways.push(
      fc.constantFrom(`${text}.0`, `${text}e0`, ['+', '-'].includes(text.charAt(0)) ? text : `+${text}`),
    )
  if (typeof item === 'boolean')
    ways.push(
      fc.constantFrom<JsonValue>(
        text.toUpperCase(),
        item ? 'True' : 'False',
        Number(item),
        item ? 'yes' : 'no',
      ),
    )
  if (item === 1 || item === 0) ways.push(fc.constant(item === 1))
  return fc.oneof(...ways)
}

const plain: readonly Operator[] = ['equals', 'not_equals', 'one_of', 'not_in']
const operand = (operator: Operator, item: JsonValue): JsonValue =>
  operator === 'one_of' || operator === 'not_in' ? [item] : item
const negate = (condition: Condition, times: number): Condition =>
  times === 0 ? condition : { kind: 'not', of: negate(condition, times - 1) }

/** Languages agree on the truth of nothing but true and false. */
const TRUTHS: readonly JsonValue[] = [
  0,
  1,
  2,
  -1,
  0.5,
  '',
  ' ',
  'true',
  'TRUE ',
  'false',
  'yes',
  'on',
  'off',
  'enabled',
  'disabled',
  '1',
  '0',
  'dev',
  'null',
  [],
  {},
  [true],
  [false],
  { a: 1 },
  [[]],
]

const FIVES: readonly JsonValue[] = [
  '5',
  ' 5',
  '5.0',
  '5e0',
  '+5',
  '05',
  '0x5',
  '0b101',
  '0o5',
  '5.',
  '5,0',
  '5,00',
  '5_',
  '5 apples',
  '5abc',
  '5n',
  '5L',
  '5;',
  '5%',
  '5.7',
  '5\u200b',
  '\uff15',
  '[5]',
  '["5"]',
  '"5"',
  '[[5]]',
  '"\\"5\\""',
  '{"a":5}',
  "['5']",
  '{"5":0}',
  '[5.0]',
  ' [ 5 ] ',
  [5],
  ['5'],
  { a: 5 },
  { 5: 0 },
  ['[5]'],
]

describe('a value of another type', () => {
  test('that a lenient reader could take for the operand is an error, however it is negated', () => {
    const disguise = scalar.chain((item) => disguised(item).map((value) => ({ item, value })))
    fc.assert(
      fc.property(disguise, fc.constantFrom(...plain), fc.nat(3), ({ item, value }, operator, times) => {
        const condition = negate(field('f', operator, operand(operator, item)), times)
        expect(truthOf(condition, { f: value })).toBe('error')
      }),
      { numRuns: 2000 },
    )
  })

  test('that nobody could take for it is false, and never makes an allow rule match', () => {
    const strange: Readonly<Record<string, readonly JsonValue[]>> = {
      prod: [5, true, [], {}, ['dev'], { env: 'dev' }, 0],
      7: ['dev', '', '8', 'seven', true, [], [8], { x: '8' }, 'day 7', '70', '["day 7"]', '{"a": 70}'],
    }
    for (const [text, values] of Object.entries(strange))
      for (const value of values) {
        const item = text === 'prod' ? text : (JSON.parse(text) as JsonValue)
        const told = JSON.stringify([item, value])
        expect(truthOf(field('f', 'equals', item), { f: value }), told).toBe('false')
        expect(truthOf(field('f', 'one_of', [item]), { f: value }), told).toBe('false')
        expect(truthOf(negate(field('f', 'equals', item), 1), { f: value }), told).toBe('true')
        expect(truthOf(field('f', 'not_equals', item), { f: value }), told).toBe('false')
        // "Not other than x" is only said of what can be x.
        expect(truthOf(negate(field('f', 'not_equals', item), 1), { f: value }), told).toBe('error')
        expect(truthOf(field('f', 'not_in', [item]), { f: value }), told).toBe('error')
      }
  })

  test.each(TRUTHS.map((value) => [value]))('is in doubt for every truth value: %j', (value) => {
    for (const item of [true, false]) {
      if (typeof value === 'boolean') continue
      for (const operator of plain) {
        const condition = field('f', operator, operand(operator, item))
        expect(truthOf(condition, { f: value })).toBe('error')
        expect(truthOf(negate(condition, 1), { f: value })).toBe('error')
      }
      expect(decided(`{ field: f, operator: equals, value: ${item} }`, { f: value })).toBe('stop')
    }
  })

  test.each(FIVES.map((value) => [value]))(
    'is in doubt for a number that some reader finds in it: %j',
    (value) => {
      expect(truthOf(field('f', 'equals', 5), { f: value })).toBe('error')
      expect(truthOf(field('f', 'one_of', [7, 5]), { f: value })).toBe('error')
      expect(truthOf(field('f', 'not_equals', 5), { f: value })).toBe('error')
      expect(truthOf(field('f', 'equals', 9), { f: value })).toBe('false')
      for (const operator of ['greater_than', 'less_than', 'at_least', 'at_most'] as const)
        expect(truthOf(field('f', operator, 5), { f: value })).toBe('error')
    },
  )

  test.each([
    ['1,000', 1000],
    ['1.000', 1000],
    ['1 000', 1000],
    ["1'000.00", 1000],
    ['1.000,50', 1000.5],
    ['010', 8],
    ['010', 10],
    ['', 0],
    ['none', 0],
    [[], 0],
    ['\u0665', 5],
    ['yes', 1],
    ['false', 0],
  ] as const)(
    'is in doubt for a number in the notation of another country or language: %j',
    (value, number) => {
      expect(truthOf(field('f', 'equals', number), { f: value })).toBe('error')
    },
  )

  test.each([
    '["prod"]',
    '"prod"',
    '{"env":"prod"}',
    "['prod']",
    '[["prod", 1]]',
    '{"prod":1}',
    ' ["\\u0070rod"]',
  ])('is in doubt as text of JSON, also for a text: %s', (value) => {
    expect(truthOf(field('f', 'equals', 'prod'), { f: value })).toBe('error')
    expect(truthOf(field('f', 'not_equals', 'prod'), { f: value })).toBe('error')
    expect(truthOf(field('f', 'one_of', ['dev', 'prod']), { f: value })).toBe('error')
    expect(truthOf(field('f', 'not_in', ['dev', 'prod']), { f: value })).toBe('error')
    expect(truthOf(field('f', 'equals', 'pro'), { f: value })).toBe('false')
    expect(truthOf(field('f', 'equals', value), { f: value })).toBe('true')
  })

  test('is held against each item of a list by itself', () => {
    const pool: readonly JsonValue[] = ['a', '5', 5, 6, true, ['a'], { a: 1 }, '["a"]', [], 0, ' 5']
    for (const value of pool)
      for (const left of pool)
        for (const right of pool) {
          const list = field('f', 'one_of', [left, right])
          const each: Condition = {
            kind: 'any',
            of: [field('f', 'equals', left), field('f', 'equals', right)],
          }
          const told = JSON.stringify([value, left, right])
          expect(truthOf(list, { f: value }), told).toBe(truthOf(each, { f: value }))
        }
  })

  test('is compared with lists and objects as JSON text and item by item', () => {
    for (const value of ['["a", "b"]', 'a,b', [['a', 'b']], { x: ['a', 'b'] }])
      if (!Array.isArray(value))
        expect(truthOf(field('f', 'equals', ['a', 'b']), { f: value }), JSON.stringify(value)).toBe('error')
    expect(truthOf(field('f', 'equals', ['a']), { f: 'a' })).toBe('error')
    expect(truthOf(field('f', 'equals', { a: 1 }), { f: '{"a": 1}' })).toBe('error')
    expect(truthOf(field('f', 'equals', '{"a":1}'), { f: { a: 1 } })).toBe('error')
    expect(truthOf(field('f', 'equals', { a: 1 }), { f: '{"a": 2}' })).toBe('false')
    expect(truthOf(field('f', 'equals', ['a']), { f: [['a']] })).toBe('false')
  })

  test('that is too large to look through is an error', () => {
    const many = Array.from({ length: LIMITS.lenientVisitsMax - 1 }, () => 0)
    expect(truthOf(field('f', 'equals', 'prod'), { f: many })).toBe('false')
    expect(truthOf(field('f', 'equals', 'prod'), { f: [...many, 0] })).toBe('error')
  })
})

describe('null', () => {
  test('as a value counts as absent for comparisons', () => {
    for (const operator of plain)
      for (const times of [0, 1, 2, 3]) {
        const condition = negate(field('f', operator, operand(operator, 'x')), times)
        expect(truthOf(condition, { f: null })).toBe(truthOf(condition, {}))
      }
  })

  test('as an operand means null or absent and is never an error', () => {
    const values: readonly (JsonValue | undefined)[] = [undefined, null, 0, '', 'null', false, [], {}, [null]]
    for (const value of values)
      for (const [operator, item] of [
        ['equals', null],
        ['one_of', [null]],
        ['not_equals', null],
        ['not_in', [null]],
      ] as const) {
        const isNothing = value === undefined || value === null
        const isPositive = operator === 'equals' || operator === 'one_of'
        const parameters = value === undefined ? {} : { f: value }
        expect(truthOf(field('f', operator, item), parameters)).toBe(String(isNothing === isPositive))
        expect(truthOf(negate(field('f', operator, item), 1), parameters)).toBe(
          String(isNothing !== isPositive),
        )
      }
  })

  test('among the items of a list is one more of them', () => {
    const list = field('f', 'one_of', [null, 'a'])
    expect(truthOf(list, {})).toBe('true')
    expect(truthOf(list, { f: 'a' })).toBe('true')
    expect(truthOf(list, { f: 'b' })).toBe('false')
    expect(truthOf(list, { f: ['a'] })).toBe('error')
    expect(truthOf(field('f', 'not_in', [null, 'a']), {})).toBe('false')
    expect(truthOf(field('f', 'not_in', [null, 'a']), { f: 5 })).toBe('error')
  })
})
