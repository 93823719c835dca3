import { describe, expect, test } from 'vitest'
import {
  createMemoryCounters,
  decideWithState,
  rateKey,
  type Condition,
  type Facts,
  type Need,
} from '@kvlar/core'
import { call, engineOf, field, globs, NOW, origin, rule, truthOf } from '../rule-builders.ts'

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
    const expected: Need[] = [{ kind: 'rate', key, windowMs: 1000, atMost: 1 }, { kind: 'session_age' }]
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
    expect(engine.needs(call('t'))).toEqual([{ kind: 'rate', key, windowMs: 1000, atMost: 1 }])
  })
})

test('decisions over a store let the limit-th call pass and refuse the next, refused ones counting too', async () => {
  const engine = engineOf(
    rule('a', 'allow', { condition: { kind: 'rate_limit', max: 2, windowMs: 1000, origin } }),
  )
  const counters = createMemoryCounters()
  const outcomes: string[] = []
  for (const [index, nowMs] of [0, 1, 2, 900, 1001, 1002, 2100].entries()) {
    const input = { action: call('t'), decisionId: `d${index}`, nowMs }
    const { verdict } = await decideWithState(engine, counters, input)
    expect((await decideWithState(engine, counters, input)).verdict).toEqual(verdict)
    outcomes.push(verdict.outcome)
  }
  // At 1001 and 1002 the refused calls at 2 and 900 still count.
  expect(outcomes).toEqual(['allow', 'allow', 'deny', 'deny', 'deny', 'deny', 'allow'])
})
