import { ConfigError } from '@kvlar/core'
import { describeEnforcement, readInvariants, type Enforcement, type Invariant } from '@kvlar/gate'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const digestOf = (enforcement: Enforcement): string | undefined => describeEnforcement(enforcement)?.digest

const CAP: Invariant = { name: 'cap', kind: 'param_max', field: 'amount', max: 5, actions: ['pay'] }
const NONE: Invariant = { name: 'none', kind: 'blocked_actions', names: ['drop_*'] }

describe('what is in force beside the policies', () => {
  test('is named with its defaults; where nothing is, there is nothing to name', () => {
    const own = { name: 'own', evaluate: () => undefined }
    expect(describeEnforcement({ invariants: [CAP, NONE], drift: {}, evaluators: [own] })).toEqual({
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      invariants: ['cap', 'none'],
      drift: {
        geo: 'strict',
        session_age: { max_ms: 14_400_000 },
        device: true,
        rate: { warn_above: 30, max_per_minute: 100 },
      },
      evaluators: ['own'],
    })
    expect(describeEnforcement({})).toBeUndefined()
    expect(describeEnforcement({ invariants: [], evaluators: [] })).toBeUndefined()
    expect(() => describeEnforcement({ drift: { geo: 'tolerant' as never } })).toThrow(ConfigError)
  })

  test('has one digest for one meaning, in whatever file or order of keys it is written', () => {
    const yaml = readInvariants({
      file: 'invariants.yaml',
      text: `# a comment
invariants:
  - { description: no more, param_max: { max: 5.0, field: amount }, actions: [pay], name: cap }
`,
    })
    if (!yaml.ok) throw new Error(yaml.diagnostics[0]?.message)
    const { name, kind, field, max, actions } = CAP
    const turned = { actions, max, field, kind, name } as Invariant
    expect(
      new Set([[CAP], yaml.invariants, [turned]].map((invariants) => digestOf({ invariants }))).size,
    ).toBe(1)
    const defaults = { rate: { warnAbove: 30, maxPerMinute: 100 }, geo: 'strict' } as const
    expect(digestOf({ drift: defaults })).toBe(digestOf({ drift: {} }))
  })

  test('has another digest as soon as anything else holds', () => {
    const custom: Invariant = { name: 'cap', kind: 'custom', holds: () => true }
    const all: readonly Enforcement[] = [
      { invariants: [CAP] },
      { invariants: [{ ...CAP, max: 6 }] },
      { invariants: [{ ...CAP, actions: ['pay', 'refund'] }] },
      { invariants: [{ name: 'cap', kind: 'param_max', field: 'amount', max: 5 }] },
      { invariants: [{ name: 'cap', kind: 'param_min', field: 'amount', min: 5, actions: ['pay'] }] },
      { invariants: [{ name: 'cap', kind: 'max_actions_per_session', max: 5 }] },
      { invariants: [{ name: 'cap', kind: 'max_session_age', maxMs: 5 }] },
      { invariants: [{ name: 'cap', kind: 'allowed_actions', names: ['pay'] }] },
      { invariants: [{ name: 'cap', kind: 'blocked_actions', names: ['pay'] }] },
      { invariants: [custom] },
      { invariants: [CAP, NONE] },
      { invariants: [NONE, CAP] },
      { drift: {} },
      { drift: { geo: { maxKm: 5 } } },
      { drift: { geo: false } },
      { drift: { device: false } },
      { drift: { sessionAge: false } },
      { drift: { rate: { warnAbove: 30, maxPerMinute: 101 } } },
      { evaluators: [{ name: 'own' }] },
      { evaluators: [{ name: 'cap' }] },
      { invariants: [CAP], drift: {} },
    ]
    expect(new Set(all.map(digestOf)).size).toBe(all.length)
  })

  test('has different digests for different bounds on whatever is named', () => {
    const invariant = fc.record({
      name: fc.string({ minLength: 1 }),
      kind: fc.constant('param_max' as const),
      field: fc.string({ minLength: 1 }),
      max: fc.integer(),
    })
    fc.assert(
      fc.property(
        fc.array(invariant, { maxLength: 4 }),
        fc.array(invariant, { maxLength: 4 }),
        (one, other) => {
          const isSame = JSON.stringify(one) === JSON.stringify(other)
          expect(
            digestOf({ invariants: one, drift: {} }) === digestOf({ invariants: other, drift: {} }),
          ).toBe(isSame)
        },
      ),
    )
  })
})
