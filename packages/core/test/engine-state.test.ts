import { describe, expect, test } from 'vitest'
import {
  createMemoryCounters,
  gatherFacts,
  rateKey,
  type Condition,
  type Facts,
  type Need,
} from '@kvlar/core'
import { call, engineOf, field, globs, NOW, origin, rule, truthOf } from './rule-builders.ts'

function sessionAged(ageMs: number): Facts {
  return { ...NOW, sessionStartedAtMs: NOW.nowMs - ageMs }
}

describe('session age', () => {
  const condition: Condition = { kind: 'session_age_max', maxMs: 1000, origin }
  test.each([
    [0, 'true'],
    [1000, 'true'],
    [1000.5, 'false'],
    [-1, 'error'],
  ])('of %s ms against a maximum of 1 s is %s', (ageMs, expected) => {
    expect(truthOf(condition, {}, {}, sessionAged(ageMs))).toBe(expected)
  })
  test('is an error when nobody knows when the session began', () => {
    expect(truthOf(condition, {})).toBe('error')
  })
})

describe('rate limits', () => {
  const limit = (max: number, windowMs = 1000): Condition => ({ kind: 'rate_limit', max, windowMs, origin })
  const counted = (count: number) => ({ ...NOW, counts: new Map([[rateKey(call('t'), 1000), count]]) })

  test('count this call: at most the maximum is true', () => {
    expect(truthOf(limit(3), {}, {}, counted(3))).toBe('true')
    expect(truthOf(limit(3), {}, {}, counted(4))).toBe('false')
    expect(truthOf(limit(0), {}, {}, counted(1))).toBe('false')
  })

  test('without a usable count are an error', () => {
    for (const count of [Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY])
      expect(truthOf(limit(3), {}, {}, counted(count))).toBe('error')
    expect(truthOf(limit(3), {})).toBe('error')
    expect(truthOf(limit(3, 2000), {}, {}, counted(1))).toBe('error')
  })

  test('have one key per window, principal, server, type and name, whatever the names are', () => {
    const principal = (id: string) => ({ principal: { id, kind: 'agent' as const, roles: [] } })
    const keys = [
      rateKey(call('b:c', {}, principal('a')), 1),
      rateKey(call('c', {}, principal('a:b')), 1),
      rateKey(call('c', {}, principal('a","b')), 1),
      rateKey(call('c', {}, { principal: { id: 'a:b', kind: 'user', roles: [] } }), 1),
      rateKey(call('c', {}, { ...principal('a:b'), server: 's' }), 1),
      rateKey(call('c', {}, { ...principal('a:b'), type: 'prompt_get' }), 1),
      rateKey(call('c', {}, principal('a:b')), 2),
    ]
    expect(new Set(keys).size).toBe(keys.length)
    const [left, right] = [
      call('c', { a: 1 }, principal('a')),
      call('c', {}, { ...principal('a'), target: 'x' }),
    ]
    expect(rateKey(left, 1)).toBe(rateKey(right, 1))
  })
})

describe('needs', () => {
  const limit: Condition = { kind: 'rate_limit', max: 1, windowMs: 1000, origin }
  const session: Condition = { kind: 'session_age_max', maxMs: 1000, origin }
  const key = rateKey(call('t'), 1000)

  test('are empty when no rule reads state', () => {
    expect(engineOf(rule('a', 'allow', { condition: field('a', 'exists') })).needs(call('t'))).toEqual([])
  })

  test('are what the rules that could match read, each once', () => {
    const engine = engineOf(
      rule('a', 'deny', { resources: globs('other'), condition: { ...limit, windowMs: 5 } }),
      rule('b', 'deny', { condition: { kind: 'all', of: [limit, { kind: 'not', of: session }] } }),
      rule('c', 'allow', { condition: limit }),
    )
    const expected: Need[] = [{ kind: 'rate', key, windowMs: 1000 }, { kind: 'session_age' }]
    expect(engine.needs(call('t'))).toEqual(expected)
  })

  test('leave out rules that the arguments rule out, and all after a rule that surely decides', () => {
    const engine = engineOf(
      rule('a', 'deny', { condition: { kind: 'all', of: [field('force', 'equals', true), session] } }),
      rule('b', 'allow', { condition: field('safe', 'equals', true) }),
      rule('c', 'allow', { condition: limit }),
    )
    expect(engine.needs(call('t', { force: true, safe: true }))).toEqual([{ kind: 'session_age' }])
    expect(engine.needs(call('t', { safe: true }))).toEqual([])
    expect(engine.needs(call('t'))).toEqual([{ kind: 'rate', key, windowMs: 1000 }])
  })
})

describe('the in-memory counters', () => {
  const need = (key: string, windowMs = 1000): Need => ({ kind: 'rate', key, windowMs })

  test('count a sliding window that leaves its beginning out', () => {
    const counters = createMemoryCounters()
    const at = (id: string, nowMs: number) => counters.count([need('k')], id, nowMs).get('k')
    expect(at('1', 0)).toBe(1)
    expect(at('2', 500)).toBe(2)
    expect(at('3', 999)).toBe(3)
    expect(at('4', 1000)).toBe(3)
    expect(at('5', 1500)).toBe(3)
    expect(at('6', 9000)).toBe(1)
  })

  test('count a decision once, however often it is made', () => {
    const counters = createMemoryCounters()
    for (let round = 0; round < 3; round += 1)
      expect(counters.count([need('k')], 'same', round).get('k')).toBe(1)
    expect(counters.count([need('k')], 'other', 3).get('k')).toBe(2)
  })

  test('take a clock that steps back to stand still', () => {
    const counters = createMemoryCounters()
    counters.count([need('k')], '1', 10_000)
    expect(counters.count([need('k')], '2', 0).get('k')).toBe(2)
    expect(counters.count([need('k')], '3', Number.NaN).size).toBe(0)
  })

  test('agree with a plain list of calls over a long random-like run', () => {
    const counters = createMemoryCounters()
    const calls: { key: string; at: number }[] = []
    let state = 1
    let now = 0
    for (let index = 0; index < 5000; index += 1) {
      state = (state * 48_271) % 2_147_483_647
      now += state % 40
      const key = `k${state % 7}`
      const windowMs = key === 'k0' ? 100 : 1000
      calls.push({ key, at: now })
      const expected = calls.filter((each) => each.key === key && each.at > now - windowMs).length
      expect(counters.count([need(key, windowMs)], String(index), now).get(key)).toBe(expected)
    }
  })

  test('make room as soon as any of their keys has lapsed, not only the oldest', () => {
    const counters = createMemoryCounters({ countersMax: 2, eventsMax: 100 })
    counters.count([need('busy'), need('idle')], '1', 0)
    counters.count([need('busy')], '2', 900)
    expect(counters.count([need('new')], '3', 1500).get('new')).toBe(1)
    expect(counters.count([need('busy')], '4', 1500).get('busy')).toBe(2)
  })

  test('answer nothing for a key beyond their bounds, which denies, and recover when calls lapse', () => {
    const counters = createMemoryCounters({ countersMax: 2, eventsMax: 3 })
    counters.count([need('a'), need('b')], '1', 0)
    expect(counters.count([need('c')], '2', 1).has('c')).toBe(false)
    expect(counters.count([need('a')], '3', 2).get('a')).toBe(2)
    expect(counters.count([need('a')], '4', 3).has('a')).toBe(false)
    const engine = engineOf(
      rule('a', 'allow', { condition: { kind: 'rate_limit', max: 100, windowMs: 1000, origin } }),
    )
    const full = gatherFacts(engine.needs(call('t')), { nowMs: 4, decisionId: '5', counters })
    expect(engine.decide(call('t'), full).outcome).toBe('deny')
    expect(counters.count([need('c')], '6', 5000).get('c')).toBe(1)
  })
})

test('facts gathered for an engine let the limit-th call pass and refuse the next, refused ones counting too', () => {
  const engine = engineOf(
    rule('a', 'allow', { condition: { kind: 'rate_limit', max: 2, windowMs: 1000, origin } }),
  )
  const counters = createMemoryCounters()
  const outcomes = [0, 1, 2, 900, 1001, 1002, 2100].map((nowMs, index) => {
    const facts = gatherFacts(engine.needs(call('t')), { nowMs, decisionId: `d${index}`, counters })
    expect(engine.decide(call('t'), facts)).toEqual(
      engine.decide(
        call('t'),
        gatherFacts(engine.needs(call('t')), { nowMs, decisionId: `d${index}`, counters }),
      ),
    )
    return engine.decide(call('t'), facts).outcome
  })
  // At 1001 and 1002 the refused calls at 2 and 900 still count.
  expect(outcomes).toEqual(['allow', 'allow', 'deny', 'deny', 'deny', 'deny', 'allow'])
})
