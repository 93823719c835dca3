import { ConfigError } from '@kvlar/core'
import {
  createMemoryRevocations,
  createMemorySessions,
  type ActionContext,
  type Evaluator,
} from '@kvlar/gate'
import { createKvlar, withCaller, type KvlarContext, type KvlarOptions } from '@kvlar/sdk'
import { describe, expect, test } from 'vitest'
import { POLICY, policy, program, story, thrownBy } from './program.ts'

const INDIA = { countryCode: 'IN', city: 'Bangalore', latitude: 12.97, longitude: 77.59 }
const BOSTON = { countryCode: 'US', latitude: 42.36, longitude: -71.06 }
const OPEN = policy(`
  - id: all
    effect: { type: allow }
`)

const ana = { id: 'ana', kind: 'user', roles: ['support', 'on-call'] } as const

/** An open program with these steps, and a function of it that runs in a context. */
function open(steps: Partial<KvlarOptions>) {
  const made = program({ policies: [OPEN], ...steps })
  const refund = made.kvlar.guard('issue_refund', made.issueRefund)
  const from = async (context: KvlarContext): Promise<unknown> =>
    made.kvlar.run(context, () => refund({ orderId: 'A1', amount: 5 }))
  const codeFrom = async (context: KvlarContext): Promise<unknown> =>
    from(context).catch((error: unknown) => Object(error).code as unknown)
  return { ...made, refund, from, codeFrom }
}

describe('a context is whole where it is judged', () => {
  const seen: ActionContext[] = []
  const watching: Evaluator = { name: 'watching', evaluate: (context) => void seen.push(context) }
  const whole = {
    action: expect.objectContaining({ principal: ana, agentId: 'desk-bot' }),
    sessionId: 's-17',
    environment: { ip: '192.0.2.1', geo: INDIA, device: 'laptop-3' },
    session: expect.objectContaining({
      startedAtMs: 1000,
      origin: { ip: '192.0.2.9', geo: INDIA, device: 'laptop-3' },
      actions: 1,
    }),
  }

  test('by `run`: session, address, place, device and roles', async () => {
    seen.length = 0
    await open({ evaluators: [watching] }).from({
      principal: ana,
      agentId: 'desk-bot',
      sessionId: 's-17',
      sessionStartedAtMs: 1000,
      ip: '192.0.2.1',
      geo: INDIA,
      device: 'laptop-3',
      origin: { ip: '192.0.2.9' },
    })
    expect(seen).toEqual([expect.objectContaining(whole)])
  })

  test('by the arguments of a call that names its caller', async () => {
    seen.length = 0
    const { kvlar, refund, ran } = open({ evaluators: [watching] })
    await withCaller(
      kvlar,
      refund,
    )({
      orderId: 'A1',
      amount: 5,
      _principal_id: 'ana',
      _principal_kind: 'user',
      _roles: ['support', 'on-call'],
      _agent_id: 'desk-bot',
      _session_id: 's-17',
      _ip: '192.0.2.1',
      _origin_ip: '192.0.2.9',
      _current_geo: INDIA,
      _origin_geo: INDIA,
      _device: 'laptop-3',
      _origin_device: 'laptop-3',
    })
    const origin = { ip: '192.0.2.9', geo: INDIA, device: 'laptop-3' }
    expect(seen).toEqual([
      { ...whole, session: expect.objectContaining({ origin }), nowMs: expect.any(Number) },
    ])
    expect(ran).toEqual([{ orderId: 'A1', amount: 5 }])
  })

  test('and is a copy: whoever holds the original moves nobody', async () => {
    seen.length = 0
    const { kvlar, refund } = open({ evaluators: [watching] })
    const geo = { ...INDIA }
    const origin = { geo }
    const guarded = kvlar.run({ sessionId: 's', geo, origin }, () => {
      geo.countryCode = 'US'
      return refund({ orderId: 'A1', amount: 5 })
    })
    await guarded
    expect(seen[0]?.environment.geo).toEqual(INDIA)
    expect(seen[0]?.session?.origin.geo).toEqual(INDIA)
  })

  test.each<[string, object]>([
    ['an address that is none', { ip: '' }],
    ['a place without a country', { geo: { latitude: 1, longitude: 2 } }],
    ['a place that is a text', { geo: 'IN' }],
    ['a place that is nothing', { geo: null }],
    ['a misspelt part of a place', { geo: { ...INDIA, county: 'x' } }],
    ['a coordinate that is none', { origin: { geo: { ...INDIA, latitude: Number.NaN } } }],
    ['a device that is a number', { device: 7 }],
    ['an origin that is a text', { origin: '192.0.2.1' }],
    ['a misspelt part of an origin', { origin: { address: '192.0.2.1' } }],
  ])('with %s nothing runs', async (_name, context) => {
    const { codeFrom, ran } = open({ drift: {} })
    expect(await codeFrom(context as KvlarContext)).toBe('KVLAR_BAD_CONTEXT')
    expect(ran).toEqual([])
  })
})

describe('drift of the session of a guarded function', () => {
  test('ends it, and no other', async () => {
    const { codeFrom, events } = open({ drift: {} })
    const inIndia = { sessionId: 's-1', geo: INDIA }
    expect(await codeFrom(inIndia)).toBe('refunded')
    expect(await codeFrom({ sessionId: 's-1', geo: BOSTON })).toBe('DRIFT_DETECTED')
    expect(await codeFrom(inIndia)).toBe('SESSION_INVALID')
    expect(await codeFrom({ sessionId: 's-2', geo: BOSTON })).toBe('refunded')
    expect(story(events)).toEqual([
      'allow POLICY_ALLOW',
      'ok',
      'deny DRIFT_DETECTED',
      'deny SESSION_INVALID',
      'allow POLICY_ALLOW',
      'ok',
    ])
  })

  test('is not looked for unless it is asked for', async () => {
    const { codeFrom } = open({})
    expect(await codeFrom({ sessionId: 's-1', geo: INDIA })).toBe('refunded')
    expect(await codeFrom({ sessionId: 's-1', geo: BOSTON })).toBe('refunded')
  })

  test('is none between people without a session in different places, who are in no session', async () => {
    const { codeFrom, events } = open({ drift: {} })
    for (const geo of [INDIA, BOSTON, INDIA]) expect(await codeFrom({ principal: ana, geo })).toBe('refunded')
    const ids = events.flatMap((event) => (event.kind === 'decided' ? [event.sessionId] : []))
    expect(new Set(ids).size).toBe(3)
  })

  test('bounds on sessions refuse what is in none, and hold in the session of the process', async () => {
    const few = { name: 'few', kind: 'max_actions_per_session', max: 2 } as const
    const { codeFrom, refund } = open({ invariants: [few] })
    expect(await codeFrom({ ip: '192.0.2.1' })).toBe('INVARIANT_VIOLATION')
    const call = async (): Promise<unknown> => refund({ orderId: 'A1', amount: 5 })
    expect([await call(), await call()]).toEqual(['refunded', 'refunded'])
    expect(await thrownBy(call)).toMatchObject({ code: 'INVARIANT_VIOLATION' })
  })
})

describe('what stands on the road of guarded functions beside the policy', () => {
  test('invariants hold whatever policies are put in force', async () => {
    const { kvlar, refund } = open({ invariants: [{ name: 'hard_cap', field: 'amount', maxValue: 50 }] })
    const over = async (): Promise<unknown> => refund({ orderId: 'A1', amount: 51 })
    expect(await thrownBy(over)).toMatchObject({ code: 'INVARIANT_VIOLATION' })
    kvlar.replacePolicies([OPEN])
    expect(await thrownBy(over)).toMatchObject({ code: 'INVARIANT_VIOLATION' })
    expect(await refund({ orderId: 'A1', amount: 50 })).toBe('refunded')
  })

  test('an evaluator stops, and one that never answers refuses', async () => {
    const no: Evaluator = { name: 'no', evaluate: () => ({ kind: 'refuse', reason: 'not today' }) }
    const never: Evaluator = { name: 'never', evaluate: () => new Promise(() => undefined) }
    const { codeFrom } = open({ evaluators: [no] })
    expect(await codeFrom({})).toBe('EVALUATOR_REFUSED')
    expect(await open({ evaluators: [never], evaluatorTimeoutMs: 20 }).codeFrom({})).toBe('EVALUATION_ERROR')
  })

  test('whoever is turned away in the store is so here, and sessions are those of the store', async () => {
    const [revocations, sessions] = [createMemoryRevocations(), createMemorySessions()]
    const first = open({ revocations, sessions, drift: {} })
    const second = open({ revocations, sessions, drift: {} })
    expect(await first.codeFrom({ sessionId: 's-1', geo: INDIA })).toBe('refunded')
    expect(await second.codeFrom({ sessionId: 's-1', geo: BOSTON })).toBe('DRIFT_DETECTED')
    expect(await first.codeFrom({ sessionId: 's-1', geo: INDIA })).toBe('SESSION_INVALID')
  })

  test('shadow mode runs what the policy denies where it is on, and nothing where it is `false`', async () => {
    const cap = { invariants: [{ name: 'hard_cap', field: 'amount', maxValue: 50 }] }
    const shadow = program({ policies: [POLICY], observeOnly: true, ...cap })
    const drop = shadow.kvlar.guard(
      'drop_table',
      async (args: { amount: number }) => `dropped ${args.amount}`,
    )
    expect(await drop({ amount: 1 })).toBe('dropped 1')
    expect(await thrownBy(() => drop({ amount: 51 }))).toMatchObject({ code: 'INVARIANT_VIOLATION' })
    expect(story(shadow.events).slice(0, 2)).toEqual(['allow KVLAR_OBSERVED', 'ok'])
    const { kvlar } = program({ policies: [POLICY], observeOnly: false })
    expect(await thrownBy(kvlar.guard('drop_table', async (_args: object) => 'dropped'))).toMatchObject({
      code: 'POLICY_DENY',
    })
  })

  test.each<[string, object]>([
    ['an option that there is not', { invariant: [] }],
    ['invariants that are a file', { invariants: 'invariants.yaml' }],
    ['an invariant that is nothing', { invariants: [null] }],
    ['a bound with more to it', { invariants: [{ name: 'a', field: 'b', maxValue: 1, actions: ['c'] }] }],
    ['evaluators that are no list', { evaluators: { name: 'own', evaluate: () => undefined } }],
    ['a shadow mode that is a text', { observeOnly: 'yes' }],
    ['a shadow mode with a misspelt end', { observeOnly: { until: 5 } }],
  ])('with %s is refused at the start', (_name, options) => {
    const start = (): unknown => createKvlar({ policies: [OPEN], ...options })
    expect(start).toThrow(expect.objectContaining({ name: 'KvlarMisuse', code: 'KVLAR_BAD_OPTION' }))
  })

  test.each<[string, object]>([
    ['a bound that is none', { invariants: [{ name: 'a', field: 'b', maxValue: '5' }] }],
    ['a detector that there is not', { drift: { place: false } }],
    ['an evaluator without a name', { evaluators: [{ evaluate: () => undefined }] }],
    ['a time that is none', { evaluatorTimeoutMs: 0 }],
    ['a shadow mode that has ended', { observeOnly: { untilMs: 1 } }],
  ])('and so it is with %s', (_name, options) => {
    expect(() => createKvlar({ policies: [OPEN], ...options })).toThrow(ConfigError)
  })
})
