import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Condition, Truth } from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { lint, policyOfRules, ruleLine, withCode } from '../linted.ts'
import { call, engineOf, fields, NOW, rule, truthOf } from '../rule-builders.ts'

const OWN = ['corp.example', '*.corp.example', 'ana@partner.example']
const mail = fields(['to', 'cc', 'bcc'], 'email_in', OWN)
const refund = fields(['amount', 'currency'], 'money', {
  at_most: 100,
  currency: ['EUR', 'JPY'],
  currency_field: 'currency',
  unit: 'minor',
})
const not = (of: Condition): Condition => ({ kind: 'not', of })
const flipped = (truth: Truth): Truth => (truth === 'error' ? 'error' : truth === 'true' ? 'false' : 'true')

describe('recipients in several arguments', () => {
  test.each<[JsonObject, Truth]>([
    [{ to: 'ana@corp.example' }, 'true'],
    [{ bcc: 'ana@corp.example' }, 'true'],
    [{ to: 'ana@corp.example', cc: null, bcc: '' }, 'true'],
    [{ to: ['ana@corp.example'], cc: 'Bob <bob@eu.corp.example>; ana@partner.example' }, 'true'],
    [{ to: 'eve@evil.example', cc: 'mallory@evil.example' }, 'false'],
    [{ to: 'ana@corp.example', cc: 'eve@evil.example' }, 'error'],
    [{ to: 'ana@corp.example', bcc: ['bob@corp.example', 'eve@evil.example'] }, 'error'],
    [{}, 'error'],
    [{ to: null }, 'error'],
    [{ to: '', cc: [] }, 'error'],
    [{ recipients: 'ana@corp.example' }, 'error'],
    [{ to: 'ana@corp.example', cc: { list: 'eve@evil.example' } }, 'error'],
    [{ to: 'ana@corp.example', cc: 7 }, 'error'],
    [{ to: 'ana@corp.example', CC: 'eve@evil.example' }, 'error'],
    [{ to: 'ana@corp.example', '\uff42cc': 'eve@evil.example' }, 'error'],
    [{ To: 'ana@corp.example' }, 'error'],
  ])('%j is %s, and its opposite under not', (parameters, truth) => {
    expect(truthOf(mail, parameters)).toBe(truth)
    expect(truthOf(not(mail), parameters)).toBe(flipped(truth))
    expect(truthOf(not(not(mail)), parameters)).toBe(truth)
  })

  test('in a list of objects every item has an address, or it is an error', () => {
    const each = fields(['to[*].email', 'cc'], 'email_in', OWN)
    const a = { email: 'ana@corp.example' }
    expect(truthOf(each, { to: [a, { email: 'bob@corp.example' }] })).toBe('true')
    expect(truthOf(each, { to: [a, { email: null }] })).toBe('error')
    expect(truthOf(each, { to: [a, { address: 'eve@evil.example' }] })).toBe('error')
    expect(truthOf(each, { to: [a, 'eve@evil.example'] })).toBe('error')
    expect(truthOf(each, { to: a })).toBe('error')
    expect(truthOf(each, { to: [], cc: 'bob@corp.example' })).toBe('true')
    expect(truthOf(each, { to: [a], 'to[*].email': 'bob@corp.example' })).toBe('error')
  })
})

describe('an amount with its currency', () => {
  test.each<[JsonObject, Truth]>([
    [{ amount: 10_000, currency: 'EUR' }, 'true'],
    [{ amount: 10_001, currency: 'EUR' }, 'false'],
    [{ amount: '10000', currency: 'eur' }, 'true'],
    [{ amount: 100, currency: 'JPY' }, 'true'],
    [{ amount: 101, currency: 'JPY' }, 'false'],
    [{ amount: 1, currency: 'USD' }, 'error'],
    [{ amount: 1 }, 'error'],
    [{ amount: 1, currency: null }, 'error'],
    [{ amount: 1, currency: ['EUR'] }, 'error'],
    [{ amount: 1, currency: ' EUR' }, 'error'],
    [{ amount: 1, currency: 'E\u017f\u017f' }, 'error'],
    [{ amount: 1, currency: 'EUR', Currency: 'JPY' }, 'error'],
    [{ amount: 1, currency: 'EUR', '\uff41mount': 99_999 }, 'error'],
    [{ currency: 'EUR' }, 'error'],
    [{ amount: null, currency: 'EUR' }, 'error'],
    [{ amount: [1], currency: 'EUR' }, 'error'],
  ])('%j is %s, and its opposite under not', (parameters, truth) => {
    expect(truthOf(refund, parameters)).toBe(truth)
    expect(truthOf(not(refund), parameters)).toBe(flipped(truth))
  })

  test('several amounts must agree, each in every currency that is named', () => {
    const each = fields(['items[*].amount', 'items[*].currency'], 'money', {
      at_most: 100,
      currency: ['EUR', 'JPY'],
      currency_field: 'items[*].currency',
      unit: 'minor',
    })
    const items = (...of: [JsonValue, JsonValue][]) => ({
      items: of.map(([amount, currency]) => ({ amount, currency })),
    })
    expect(truthOf(each, items([50, 'EUR'], [60, 'eur']))).toBe('true')
    expect(truthOf(each, items([50, 'EUR'], [60, 'JPY']))).toBe('true')
    expect(truthOf(each, items([5000, 'EUR'], [60, 'JPY']))).toBe('error')
    expect(truthOf(each, items([50, 'EUR'], [60, 'USD']))).toBe('error')
    expect(truthOf(each, items([50, 'EUR'], [99_999, 'EUR']))).toBe('error')
    expect(truthOf(each, items([50_000, 'EUR'], [99_999, 'EUR']))).toBe('false')
    expect(truthOf(each, items([50, 'EUR'], [60, null]))).toBe('error')
    expect(truthOf(each, { items: [] })).toBe('error')
  })
})

describe('whatever the order of connectives, they are strong Kleene logic', () => {
  const cases: readonly JsonObject[] = [
    { to: 'ana@corp.example', amount: 1, currency: 'EUR' },
    { to: 'eve@evil.example', amount: 99_999, currency: 'EUR' },
    { amount: 1, currency: 'EUR' },
    { to: 'ana@corp.example' },
    {},
  ]
  test('of an error with a truth', () => {
    const rank = { false: 0, error: 1, true: 2 }
    for (const parameters of cases) {
      const [left, right] = [truthOf(mail, parameters), truthOf(refund, parameters)]
      const [low, high] = rank[left] < rank[right] ? [left, right] : [right, left]
      for (const of of [
        [mail, refund],
        [refund, mail],
      ]) {
        expect(truthOf({ kind: 'all', of }, parameters)).toBe(low)
        expect(truthOf({ kind: 'any', of }, parameters)).toBe(high)
        expect(truthOf(not({ kind: 'all', of }), parameters)).toBe(flipped(low))
      }
    }
  })
})

describe('around the decision', () => {
  test('with unknown arguments a tool is listed, whichever way the condition stands', () => {
    for (const condition of [mail, refund, not(mail), not(refund)])
      for (const [first, rest] of [
        ['allow', 'deny'],
        ['deny', 'allow'],
      ] as const) {
        const engine = engineOf(rule('r', first, { condition }), rule('rest', rest))
        expect(engine.outlook(call('t')).toSorted()).toEqual(['allow', 'deny'])
        expect(engine.isHidden(call('t'))).toBe(false)
      }
  })

  test('a trace says what was asked, what was found and why it is an error', () => {
    const detail = (condition: Condition, parameters: JsonObject) =>
      engineOf(rule('r', 'allow', { condition })).decide(call('t', parameters), NOW, { trace: true })
        .trace?.[0]?.detail
    expect(detail(mail, { to: 'eve@evil.example' })).toBe(
      'expected `to`, `cc`, `bcc` email_in `["corp.example","*.corp.example","ana@partner.example"]`, found `"eve@evil.example"`, nothing, nothing',
    )
    expect(detail(mail, {})).toMatch(/: `to`, `cc`, `bcc` cannot be judged: none of the fields is there$/)
    expect(detail(mail, { to: 'ana@corp.example', BCC: 'x' })).toContain('differs from `bcc` only in case')
    expect(detail(refund, { amount: 1 })).toMatch(/cannot be judged: the currency is not there$/)
    expect(detail(fields(['a.b'], 'email_in', OWN), { 'a.b': 'x', a: { b: 'y' } })).toContain('twice')
    expect(detail(fields(['a[*]'], 'email_in', OWN), { a: 'x' })).toContain('the list that it asks for')
  })

  test.each<[string, Condition]>([
    ['no patterns', fields(['to'], 'email_in', [])],
    ['a pattern that is none', fields(['to'], 'email_in', ['@corp.example'])],
    ['no path', fields([], 'email_in', OWN)],
    ['bounds that are none', fields(['a'], 'money', { at_most: 5 })],
    ['another currency field', fields(['a', 'b'], 'money', { at_most: 5, unit: 'major' })],
    [
      'no path of the currency',
      fields(['a'], 'money', { at_most: 5, unit: 'major', currency: 'EUR', currency_field: 'c' }),
    ],
  ])('a rule that was built with %s is refused', (_, condition) => {
    const build = (): unknown => engineOf(rule('r', 'allow', { condition }))
    expect(build).toThrow('refusing the policy')
    expect(build).toThrow(expect.objectContaining({ code: 'POLICY_INVALID_RULE' }))
  })

  test('validate warns of an open world, naming every argument, and of fields as others write them', () => {
    const open = policyOfRules(
      ruleLine(
        'mail',
        'resources: [send], conditions: [{ fields: [to, cc], operator: email_in, value: a.example }]',
        'allow',
      ),
      ruleLine(
        'refund',
        'resources: [refund], conditions: [{ field: sum, operator: money, value: { at_most: 5, currency: EUR, currency_field: cur, unit: minor } }]',
        'allow',
      ),
    )
    const helps = withCode(lint(open), 'POLICY_OPEN_ARGUMENTS').map(({ help }) => help)
    expect(helps[0]).toContain('only: [to, cc]')
    expect(helps[1]).toContain('only: [sum, cur]')
    const foreign = policyOfRules(
      ruleLine(
        'mail',
        'resources: [send], conditions: [{ fields: [to, args.cc], operator: email_in, value: a.example }]',
        'deny',
      ),
    )
    expect(withCode(lint(foreign), 'POLICY_FOREIGN_FIELD').map(({ column }) => column)).toEqual([76])
  })
})

test('a decoy beside the arguments never turns an error or an outsider into permission', () => {
  const decoy = fc.dictionary(
    fc.constantFrom('to', 'cc', 'bcc', 'TO', 'Cc', 'to[*]', 'x', '\uff54o'),
    fc.constantFrom<JsonValue>('ana@corp.example', null, '', [], 'eve@evil.example', ['ana@corp.example']),
    { maxKeys: 4 },
  )
  fc.assert(
    fc.property(decoy, fc.constantFrom('to', 'cc', 'bcc'), (others, place) => {
      expect(truthOf(mail, { ...others, [place]: 'eve@evil.example' })).not.toBe('true')
    }),
  )
})
