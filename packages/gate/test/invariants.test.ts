import { ConfigError } from '@kvlar/core'
import { describe, expect, test } from 'vitest'
import {
  createInvariants,
  readInvariants,
  type ActionContext,
  type Demand,
  type HeldSession,
  type Invariant,
} from '@kvlar/gate'
import { action, call, codeOf, engineThat, gateOf, settled } from './gates.ts'

const NOW = 1_800_000_000_000

interface Given {
  readonly resource?: string
  readonly parameters?: object
  readonly session?: Partial<HeldSession> | undefined
}

function context({ resource = 'issue_refund', parameters = {}, session = {} }: Given): ActionContext {
  return {
    action: { ...action(resource), parameters: parameters as never },
    sessionId: 's',
    session: { startedAtMs: NOW, origin: {}, actions: 1, ...session },
    environment: {},
    nowMs: NOW,
  }
}

function violated(invariant: Omit<Invariant, 'name'> & Demand, given: Given): boolean {
  return createInvariants([{ name: 'i', ...invariant }])(context(given)) !== undefined
}

describe('a bound on an argument', () => {
  const cap = { kind: 'param_max', field: 'amount', max: 50_000 } as const

  test.each([
    [49_000, false],
    [50_000, false],
    [50_001, true],
    [60_000, true],
    [-1e300, false],
    ['60000', true],
    ['100', true],
    [[100], true],
    [{ value: 1 }, true],
    [true, true],
    ['', true],
  ])('%j violates: %j', (amount, isViolated) => {
    expect(violated(cap, { parameters: { amount } })).toBe(isViolated)
    expect(violated({ ...cap, actions: ['issue_*'] }, { parameters: { amount } })).toBe(isViolated)
  })

  test('passes where the argument is absent, and violates there where its actions are named', () => {
    expect(violated(cap, {})).toBe(false)
    expect(violated({ ...cap, actions: ['issue_*'] }, {})).toBe(true)
    expect(violated({ ...cap, actions: ['issue_*'] }, { parameters: { amount: null } })).toBe(true)
    expect(violated({ ...cap, actions: ['read_*'] }, { parameters: { amount: 1e9 } })).toBe(false)
  })

  test('is not dodged by another spelling of the name, by nesting or by a text of JSON', () => {
    expect(violated(cap, { parameters: { amount: 1, Amount: 60_000 } })).toBe(true)
    const nested = { kind: 'param_max', field: 'order.amount', max: 10 } as const
    expect(violated(nested, { parameters: { order: { amount: 11 } } })).toBe(true)
    expect(violated(nested, { parameters: { order: '{"amount": 11}' } })).toBe(true)
    expect(violated(nested, { parameters: { order: { amount: 10 } } })).toBe(false)
    const all = { kind: 'param_max', field: 'items[*].amount', max: 10 } as const
    expect(violated(all, { parameters: { items: [{ amount: 1 }, { amount: 11 }] } })).toBe(true)
  })

  test('from below', () => {
    const least = { kind: 'param_min', field: 'amount', min: 0 } as const
    expect(violated(least, { parameters: { amount: -1 } })).toBe(true)
    expect(violated(least, { parameters: { amount: 0 } })).toBe(false)
    expect(violated(least, { parameters: { amount: '-1' } })).toBe(true)
    expect(violated({ ...least, actions: ['issue_refund'] }, {})).toBe(true)
  })
})

describe('a bound on a session', () => {
  test('counts its actions', () => {
    const most = { kind: 'max_actions_per_session', max: 3 } as const
    expect(violated(most, { session: { actions: 3 } })).toBe(false)
    expect(violated(most, { session: { actions: 4 } })).toBe(true)
    expect(createInvariants([{ name: 'i', ...most }])({ ...context({}), session: undefined })).toBeDefined()
  })

  test('measures its age', () => {
    const young = { kind: 'max_session_age', maxMs: 1000 } as const
    expect(violated(young, { session: { startedAtMs: NOW - 1000 } })).toBe(false)
    expect(violated(young, { session: { startedAtMs: NOW - 1001 } })).toBe(true)
    expect(violated(young, { session: { startedAtMs: Number.NaN } })).toBe(true)
    expect(violated({ ...young, actions: ['read_*'] }, { session: { startedAtMs: 0 } })).toBe(false)
  })
})

describe('names', () => {
  test('that are allowed: no other action runs, of whatever type', () => {
    const only = { kind: 'allowed_actions', names: ['read_*', 'issue_refund'] } as const
    expect(violated(only, {})).toBe(false)
    expect(violated(only, { resource: 'read_order' })).toBe(false)
    expect(violated(only, { resource: 'drop' })).toBe(true)
    expect(violated(only, { resource: 'read_x; drop' })).toBe(true)
    const holds = createInvariants([{ name: 'i', ...only }])
    const roots = { ...action('roots/list'), type: 'roots_list' as const }
    expect(holds({ ...context({}), action: roots })).toBeDefined()
  })

  test('that are blocked: no such action runs', () => {
    const none = { kind: 'blocked_actions', names: ['delete_*'] } as const
    expect(violated(none, { resource: 'delete_order' })).toBe(true)
    expect(violated(none, { resource: 'delete_x; y' })).toBe(true)
    expect(violated(none, {})).toBe(false)
  })
})

test.each<[string, (given: ActionContext) => unknown, boolean]>([
  ['true', () => true, false],
  ['false', () => false, true],
  ['nothing', () => undefined, true],
  ['1', () => 1, true],
  ['a promise', async () => true, true],
  ['a promise that rejects', () => Promise.reject(new Error('broken')), true],
  ['an error', () => expect.fail('broken'), true],
  ['what the call has', ({ action: { parameters } }) => parameters['amount'] === 1, false],
])('an invariant in code holds where it says true: %s', (_what, holds, isViolated) => {
  const own = { kind: 'custom', holds: holds as () => boolean } as const
  expect(violated(own, { parameters: { amount: 1 } })).toBe(isViolated)
})

test('the first one in order that is violated is named', () => {
  const invariants = createInvariants([
    { name: 'holds', kind: 'param_max', field: 'amount', max: 9 },
    { name: 'first', kind: 'param_max', field: 'amount', max: 2 },
    { name: 'second', kind: 'param_max', field: 'amount', max: 1 },
  ])
  expect(invariants(context({ parameters: { amount: 5 } }))).toEqual({
    kind: 'refuse',
    code: 'INVARIANT_VIOLATION',
    ruleId: 'first',
    reason: 'invariant `first` is violated: `amount` must be a number of at most 2',
  })
})

test.each<[string, unknown]>([
  [
    'a name twice',
    [
      { name: 'a', kind: 'blocked_actions', names: ['x'] },
      { name: 'a', kind: 'blocked_actions', names: ['y'] },
    ],
  ],
  ['no name', [{ kind: 'blocked_actions', names: ['x'] }]],
  ['a bound that is a text', [{ name: 'a', kind: 'param_max', field: 'amount', max: '5' }]],
  ['a bound that is none', [{ name: 'a', kind: 'max_session_age', maxMs: Number.NaN }]],
  ['a kind that there is not', [{ name: 'a', kind: 'parm_max', field: 'amount', max: 5 }]],
  ['a field that does not parse', [{ name: 'a', kind: 'param_max', field: 'a[', max: 5 }]],
  ['a pattern that does not parse', [{ name: 'a', kind: 'blocked_actions', names: [''] }]],
  ['no names', [{ name: 'a', kind: 'allowed_actions', names: [] }]],
  ['no function', [{ name: 'a', kind: 'custom' }]],
  ['a key that there is not', [{ name: 'a', kind: 'param_max', field: 'amount', max: 5, action: ['x'] }]],
  ['a kind by inheritance', [{ name: 'a', kind: 'constructor' }]],
  ['nothing', [null]],
  ['no list of names', [{ name: 'a', kind: 'blocked_actions', names: 'x' }]],
  ['no list of actions', [{ name: 'a', actions: 'x', kind: 'max_actions_per_session', max: 5 }]],
])('what cannot be held is refused at the start: %s', (_what, invariants) => {
  expect(() => createInvariants(invariants as Invariant[])).toThrow(ConfigError)
})

describe('a file of invariants', () => {
  const read = (text: string, file = 'invariants.yaml') => readInvariants({ file, text })

  test('says the same as code, in YAML, JSON and TOML', () => {
    const yaml = read(`
invariants:
  - { name: cap, description: no more, param_max: { field: amount, max: 50000 }, actions: [issue_refund] }
  - { name: least, param_min: { field: amount, min: 1 } }
  - { name: often, max_actions_per_session: 500 }
  - { name: old, max_session_age: 4h }
  - { name: only, allowed_actions: ["read_*", issue_refund] }
  - { name: never, blocked_actions: ["delete_*"] }
`)
    expect(yaml).toEqual({
      ok: true,
      invariants: [
        { name: 'cap', kind: 'param_max', field: 'amount', max: 50_000, actions: ['issue_refund'] },
        { name: 'least', kind: 'param_min', field: 'amount', min: 1 },
        { name: 'often', kind: 'max_actions_per_session', max: 500 },
        { name: 'old', kind: 'max_session_age', maxMs: 14_400_000 },
        { name: 'only', kind: 'allowed_actions', names: ['read_*', 'issue_refund'] },
        { name: 'never', kind: 'blocked_actions', names: ['delete_*'] },
      ],
    })
    const one = { ok: true, invariants: [{ name: 'cap', kind: 'param_max', field: 'amount', max: 5 }] }
    const json = '{"invariants": [{"name": "cap", "param_max": {"field": "amount", "max": 5}}]}'
    expect(read(json, 'invariants.json')).toEqual(one)
    expect(
      read('[[invariants]]\nname = "cap"\nparam_max = { field = "amount", max = 5.0 }', 'i.toml'),
    ).toEqual(one)
    expect(yaml.ok && createInvariants(yaml.invariants)(context({}))?.ruleId).toBe('cap')
  })

  test.each([
    [
      'a key that is misspelt',
      'invariants: [{ name: a, parm_max: { field: x, max: 1 } }]',
      'CONFIG_UNKNOWN_KEY',
    ],
    [
      'a key of a bound that is misspelt',
      'invariants: [{ name: a, param_max: { feld: x, max: 1 } }]',
      'CONFIG_UNKNOWN_KEY',
    ],
    [
      'two demands',
      'invariants: [{ name: a, max_session_age: 4h, blocked_actions: [x] }]',
      'CONFIG_BAD_VALUE',
    ],
    ['no demand', 'invariants: [{ name: a }]', 'CONFIG_BAD_VALUE'],
    ['no name', 'invariants: [{ blocked_actions: [x] }]', 'CONFIG_MISSING_KEY'],
    [
      'a bound that is a text',
      'invariants: [{ name: a, param_max: { field: x, max: "1" } }]',
      'CONFIG_WRONG_TYPE',
    ],
    ['no duration', 'invariants: [{ name: a, max_session_age: soon }]', 'CONFIG_BAD_DURATION'],
    ['no names', 'invariants: [{ name: a, actions: [], blocked_actions: [x] }]', 'CONFIG_BAD_VALUE'],
    ['the rules of a policy', 'rules: []', 'CONFIG_OTHER_FILE'],
    ['no list', 'invariant: []', 'CONFIG_UNKNOWN_KEY'],
    ['nothing', '', 'CONFIG_EMPTY'],
  ])('with %s is refused, with the place', (_what, text, code) => {
    const answer = read(text)
    expect(answer.ok).toBe(false)
    expect(!answer.ok && answer.diagnostics.map((one) => one.code)).toContain(code)
  })
})

test('an invariant stops what the policy allows, and a policy that is put in force meanwhile changes nothing', async () => {
  const invariants = createInvariants([{ name: 'cap', kind: 'param_max', field: 'amount', max: 50_000 }])
  let engine = engineThat('deny')
  const { gate } = gateOf(() => engine, { invariants })
  engine = engineThat('allow')
  const pay = async (amount: number) =>
    settled(gate.judge(call({ actions: [{ ...action('pay'), parameters: { amount } }] })))
  expect(codeOf(await pay(50_000))).toBeUndefined()
  expect(await pay(60_000)).toMatchObject({
    kind: 'refuse',
    verdict: { code: 'INVARIANT_VIOLATION', evaluator: 'invariants', ruleId: 'cap' },
  })
})
