import { loadPolicy } from '@kvlar/core'
import fc from 'fast-check'
import { stringify as toToml } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { stringify as toYaml } from 'yaml'

const name = fc.stringMatching(/^[a-z][\w. -]{0,12}$/)
const awkwardText = fc.oneof(
  name,
  fc.constantFrom(
    'yes',
    'null',
    '~',
    '1',
    '1.0',
    'true',
    '- a',
    '# b',
    'a: b',
    '"',
    "'",
    '\\',
    '{{x}}',
    'é日本',
    '2026-01-01',
    '&a',
    '*',
  ),
  fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.isWellFormed()),
)
const duration = fc
  .tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom('s', 'm', 'h', 'd', ''))
  .map((parts) => parts.join(''))
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const window = fc
  .tuple(clock, clock, fc.constantFrom('', ' UTC', ' Europe/Berlin', ' Asia/Kolkata'))
  .filter(([start, end]) => start !== end)
  .map(([start, end, zone]) => `${start}-${end}${zone}`)
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
)
const action = fc.oneof(
  name,
  name.map((text) => `${text}*`),
  name.map((text) => `${text}.*`),
  fc.constant('*'),
)

const condition = fc.oneof(
  fc.record({ identity_kind: fc.constantFrom('user', 'agent', 'service', 'scheduler', 'external') }),
  fc.record({ identity_role: name }),
  fc.record({ identity_id: name }),
  fc.record({ action }),
  fc.record({ resource: action }),
  fc.record({ param_max: fc.record({ field: fc.constantFrom('amount', 'a.b', 'a[0].c'), max: number }) }),
  fc.record({ param_min: fc.record({ field: fc.constantFrom('amount', 'a[*]'), min: number }) }),
  fc.record({
    param_in: fc.record({ field: fc.constant('currency'), values: fc.array(awkwardText, { maxLength: 3 }) }),
  }),
  fc.record({ rate_limit: fc.record({ max: fc.nat(), window: duration }) }),
  fc.record({ session_age_max: duration }),
  fc.record({ time_window: window }),
)

const kavachSet = fc
  .uniqueArray(
    fc.record(
      {
        name,
        description: awkwardText,
        effect: fc.constantFrom('permit', 'refuse'),
        priority: fc.nat(),
        conditions: fc.array(condition, { maxLength: 5 }),
      },
      { requiredKeys: ['name', 'effect', 'conditions'] },
    ),
    { maxLength: 6, selector: (policy) => policy.name },
  )
  .map((policies) => ({ policies }))

describe('digest', () => {
  test('a policy written as TOML, JSON, YAML or an object is the same policy', () => {
    fc.assert(
      fc.property(kavachSet, (set) => {
        const plain: object = JSON.parse(JSON.stringify(set))
        const fromObject = loadPolicy(plain)
        const fromJson = loadPolicy({ file: 'k.json', text: JSON.stringify(plain, null, 2) })
        const fromYaml = loadPolicy({ file: 'k.yaml', text: toYaml(plain) })
        const fromToml = loadPolicy({ file: 'k.toml', text: toToml(plain) })
        expect([fromJson.digest, fromYaml.digest, fromToml.digest]).toEqual(Array(3).fill(fromObject.digest))
        expect(fromToml.rules).toHaveLength(fromObject.rules.length)
      }),
      { numRuns: 300 },
    )
  })

  test('places found in TOML text are those of the keys', () => {
    fc.assert(
      fc.property(kavachSet, (set) => {
        const text = toToml(JSON.parse(JSON.stringify(set)))
        for (const rule of loadPolicy({ file: 'k.toml', text }).rules) {
          const index = set.policies.findIndex((policy) => policy.name === rule.id)
          const lines = text.split('\n')
          expect(lines[rule.origin.line - 1]).toContain('[[policies]]')
          expect(lines.slice(0, rule.origin.line).filter((line) => line === '[[policies]]')).toHaveLength(
            index + 1,
          )
        }
      }),
      { numRuns: 100 },
    )
  })

  const base = {
    name: 'p',
    rules: [
      {
        id: 'a',
        match_on: {
          resources: ['x'],
          conditions: [{ field: 'f', operator: 'equals', value: { origin: 1 } }],
        },
        effect: { type: 'require_approval', reason: 'why', approval: { quorum: 2 } },
      },
      { id: 'b', effect: { type: 'deny', reason: 'no' } },
    ],
  }
  const digest = (change: (policy: typeof base) => object): string => loadPolicy(change(base)).digest
  const original = digest((policy) => policy)

  test.each<[string, (policy: typeof base) => object]>([
    [
      'a description',
      (policy) => ({
        ...policy,
        description: 'other',
        rules: policy.rules.map((rule) => ({ ...rule, description: 'd' })),
      }),
    ],
    ['the name and the version', (policy) => ({ ...policy, name: 'other', version: '2' })],
    ['notes', (policy) => ({ ...policy, metadata: 1, 'x-a': 2 })],
    [
      'what is the default anyway',
      (policy) => ({ ...policy, rules: policy.rules.map((rule) => ({ priority: 100, ...rule })) }),
    ],
  ])('%s does not change it', (_title, change) => {
    expect(digest(change)).toBe(original)
  })

  test.each<[string, (policy: typeof base) => object]>([
    ['the order of rules', (policy) => ({ ...policy, rules: policy.rules.toReversed() })],
    [
      'a priority',
      (policy) => ({ ...policy, rules: policy.rules.map((rule) => ({ ...rule, priority: 99 })) }),
    ],
    [
      'an id',
      (policy) => ({ ...policy, rules: policy.rules.map((rule) => ({ ...rule, id: `${rule.id}2` })) }),
    ],
    [
      'a reason',
      (policy) => ({
        ...policy,
        rules: policy.rules.map((rule) => ({ ...rule, effect: { ...rule.effect, reason: 'r' } })),
      }),
    ],
    ['a pattern', (policy) => JSON.parse(JSON.stringify(policy).replace('"x"', '"x*"'))],
    [
      'an operand, whatever its keys are called',
      (policy) => JSON.parse(JSON.stringify(policy).replace('"origin":1', '"origin":2')),
    ],
    ['an approval term', (policy) => JSON.parse(JSON.stringify(policy).replace('"quorum":2', '"quorum":3'))],
  ])('%s changes it', (_title, change) => {
    expect(digest(change)).not.toBe(original)
  })

  test('it is the same on every machine', () => {
    expect(loadPolicy({ policies: [] }).digest).toBe(
      'sha256:5829ae7ac4725d02d95d3c1ed7c06668756670983a38fcf99d2d108ae901625c',
    )
  })
})
