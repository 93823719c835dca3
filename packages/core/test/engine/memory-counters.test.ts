import { describe, expect, test } from 'vitest'
import { createMemoryCounters } from '@kvlar/core'
import { describeCounters, leaves, rate, reads } from '../counters-contract.ts'

describeCounters('memory', async () => ({ counters: createMemoryCounters(), close: async () => {} }))

describe('the in-memory store', () => {
  const at = (decisionId: string, nowMs: number) => ({ decisionId, nowMs, needs: [], marks: [] })

  test('makes room as soon as any of its series has lapsed, not only the oldest', () => {
    const counters = createMemoryCounters({ countersMax: 2, eventsMax: 100 })
    counters.count({ ...at('1', 0), needs: [rate('busy'), rate('idle')] })
    counters.count({ ...at('2', 900), needs: [rate('busy')] })
    expect(counters.count({ ...at('3', 1500), needs: [rate('new')] }).counts.get('new')).toBe(1)
    expect(counters.count({ ...at('4', 1500), needs: [rate('busy')] }).counts.get('busy')).toBe(2)
  })

  test('answers nothing beyond its bounds, which denies, and recovers when calls lapse', () => {
    const counters = createMemoryCounters({ countersMax: 2, eventsMax: 3 })
    const count = (id: string, nowMs: number, key: string) =>
      counters.count({ ...at(id, nowMs), needs: [rate(key)] }).counts.get(key)
    counters.count({ ...at('1', 0), needs: [rate('a'), rate('b')] })
    expect(count('2', 1, 'c')).toBeUndefined()
    expect(count('3', 2, 'a')).toBe(2)
    expect(count('4', 3, 'a')).toBeUndefined()
    expect(counters.count({ ...at('5', 4), marks: [leaves('a')] }).isMarked).toBe(false)
    expect(count('6', 5000, 'c')).toBe(1)
  })

  test('holds a series for as long as the widest window looks back, from then on', () => {
    const counters = createMemoryCounters()
    counters.count({ ...at('1', 0), marks: [leaves('s', { keepMs: 100 })] })
    const wide = { needs: [reads('s', { windowMs: 10_000 })] }
    expect(counters.count({ ...at('x', 50), ...wide }).counts.get('10000 s')).toBe(1)
    expect(counters.count({ ...at('y', 5000), ...wide }).counts.get('10000 s')).toBe(1)
  })
})
