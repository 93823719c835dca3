import { ConfigError } from '@kvlar/core'
import { describe, expect, test } from 'vitest'
import { createInvariants, createMemoryRevocations, type GateOptions, type Target } from '@kvlar/gate'
import { action, call, codeOf, engineThat, gateOf, settled, type Desk } from './gates.ts'

const NOW = 1_800_000_000_000
const cap = createInvariants([{ name: 'cap', kind: 'param_max', field: 'amount', max: 1 }])
const SESSION: Target = { kind: 'session', id: 's' }

function observing(
  over: Partial<GateOptions<Desk>>,
  policy: 'allow' | 'deny' | 'require_approval' = 'allow',
) {
  return gateOf(engineThat(policy), { observeOnly: {}, ask: () => expect.fail('asked'), ...over })
}

const drifting = () =>
  ({ kind: 'invalidate', code: 'DRIFT_DETECTED', ruleId: 'd', reason: 'moved', target: SESSION }) as const

describe('shadow mode lets go, and records what it would have stopped:', () => {
  test.each<[string, ReturnType<typeof observing>, string, string]>([
    ['what a rule denies', observing({}, 'deny'), 'POLICY_DENY', 'policy'],
    [
      'what needs approval, asking nobody',
      observing({}, 'require_approval'),
      'POLICY_APPROVAL_REQUIRED',
      'policy',
    ],
    ['what drifts', observing({ drift: drifting }), 'DRIFT_DETECTED', 'drift'],
    [
      'what an evaluator refuses',
      observing({ evaluators: [{ name: 'own', evaluate: () => ({ kind: 'refuse', reason: 'no' }) }] }),
      'EVALUATOR_REFUSED',
      'own',
    ],
    [
      'what cannot be judged for want of a session',
      observing({ drift: () => undefined, sessions: { enter: () => expect.fail('gone') } }),
      'EVALUATION_STATE_UNAVAILABLE',
      'sessions',
    ],
  ])('%s', async (_what, { gate, events }, code, evaluator) => {
    const ruling = await settled(gate.judge(call()))
    expect(ruling).toMatchObject({ kind: 'pass', wouldBe: { code, evaluator } })
    expect(events).toMatchObject([
      {
        effective: { outcome: 'allow', code: 'KVLAR_OBSERVED', reason: expect.stringContaining(code) },
        wouldBe: { code, evaluator },
      },
    ])
  })

  test('and says nothing of what is let go anyway', async () => {
    const { gate, events } = observing({})
    expect(await settled(gate.judge(call()))).toEqual({ kind: 'pass' })
    expect(events[0]).toMatchObject({ effective: { code: 'POLICY_ALLOW' } })
    expect(events[0]).not.toHaveProperty('wouldBe')
  })
})

describe('shadow mode never lifts', () => {
  const revoked = createMemoryRevocations()
  void revoked.revoke({ target: { kind: 'everything' }, reason: 'r', by: 'ana', atMs: 1 })
  const amount = call({ actions: [{ ...action('pay'), parameters: { amount: 2 } }] })

  test.each<[string, ReturnType<typeof observing>, string]>([
    ['the kill switch', observing({ standing: revoked }, 'deny'), 'KILL_SWITCH'],
    [
      'revocations that cannot be looked up',
      observing({ standing: { find: () => expect.fail('gone'), revoke: () => true } }),
      'EVALUATION_STATE_UNAVAILABLE',
    ],
    [
      'the floor',
      observing({ floor: () => ({ kind: 'inside', reason: 'protected' }) }, 'deny'),
      'KVLAR_PROTECTED_PATH',
    ],
    ['a floor that fails', observing({ floor: () => expect.fail('gone') }), 'EVALUATION_ERROR'],
    ['an invariant', observing({ invariants: cap }), 'INVARIANT_VIOLATION'],
    [
      'an invariant behind a policy that denies',
      observing({ invariants: cap }, 'deny'),
      'INVARIANT_VIOLATION',
    ],
    ['an invariant behind drift', observing({ invariants: cap, drift: drifting }), 'INVARIANT_VIOLATION'],
    ['the record', observing({ record: () => expect.fail('full') }, 'deny'), 'KVLAR_RECORD_FAILED'],
  ])('%s', async (_what, { gate }, code) => {
    expect(codeOf(await settled(gate.judge(amount)))).toBe(code)
  })

  test('the floor where the policy cannot be asked', async () => {
    const counting = engineThat('allow')
    const { gate } = gateOf(
      { ...counting, needs: () => [{ kind: 'rate', key: 'k', windowMs: 1, atMost: 1 }] },
      {
        observeOnly: {},
        counters: { count: () => expect.fail('gone'), settle: () => {} },
        floor: () => ({ kind: 'inside', reason: 'protected' }),
      },
    )
    expect(codeOf(await settled(gate.judge(call())))).toBe('KVLAR_PROTECTED_PATH')
  })

  test('invariants, unless that too is asked for', async () => {
    const { gate } = observing({ invariants: cap, observeOnly: { liftsInvariants: true } })
    expect(await settled(gate.judge(amount))).toMatchObject({
      kind: 'pass',
      wouldBe: { evaluator: 'invariants' },
    })
  })
})

test('shadow mode signs no permit and remembers and publishes no invalidation for what it lets go', async () => {
  const standing = createMemoryRevocations()
  const signed: unknown[] = []
  const { gate } = observing({
    drift: drifting,
    standing,
    publish: () => expect.fail('published'),
    sign: async (grounds) => {
      signed.push(grounds)
      return { expiresAtMs: NOW + 1 }
    },
  })
  const ruling = await settled(gate.judge(call()))
  expect(ruling).toMatchObject({ kind: 'pass', wouldBe: { invalidates: SESSION } })
  expect(ruling).not.toHaveProperty('permits')
  expect(signed).toEqual([])
  expect(await standing.list()).toEqual([])
  const ordinary = observing({ sign: async () => ({ expiresAtMs: NOW + 1 }) })
  expect(await settled(ordinary.gate.judge(call()))).toEqual({
    kind: 'pass',
    permits: [{ expiresAtMs: NOW + 1 }],
  })
})

test('shadow mode ends at its time, to the millisecond', async () => {
  let nowMs = NOW
  const { gate } = observing({ observeOnly: { untilMs: NOW + 1000 }, now: () => nowMs }, 'deny')
  nowMs = NOW + 999
  expect(codeOf(await settled(gate.judge(call())))).toBeUndefined()
  nowMs = NOW + 1000
  expect(codeOf(await settled(gate.judge(call())))).toBe('POLICY_DENY')
})

test.each([NOW, NOW - 1, Number.NaN, NOW + 367 * 86_400_000])('an end at %j is none', (untilMs) => {
  expect(() => observing({ observeOnly: { untilMs } })).toThrow(ConfigError)
})
