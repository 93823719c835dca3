import { describe, expect, test } from 'vitest'
import { redisServer } from '../../redis/test/redis-server.ts'
import { brokenPromises, hammer } from '../tools/hammer.ts'
import { worstWindow } from '../tools/hammering/spent.ts'
import type { StoreKind } from '../tools/hammering/store-under-hammer.ts'

const TOTAL = 1000

describe('sixteen processes that spend from one limit and one budget', () => {
  const keepTo = async (store: StoreKind): Promise<void> => {
    const found = await hammer({ store, processes: 16, kills: 3, awayMs: 300, total: TOTAL })
    expect(brokenPromises(found)).toEqual([])
    expect(found.killed).toBe(3)
    expect(found.faults.length).toBeGreaterThan(0)
    // One more than this would not have fitted.
    expect(found.counted).toBeLessThanOrEqual(TOTAL)
    expect(found.counted).toBeGreaterThan(TOTAL - 7)
  }
  const timeout = 300_000
  test(
    'keep to both on SQLite, spend the last of it, and let nothing go while the file is held',
    { timeout },
    () => keepTo('sqlite'),
  )
  test.skipIf(redisServer === undefined)(
    'keep to both on Redis, spend the last of it, and let nothing go while it is away',
    { timeout },
    () => keepTo('redis'),
  )

  test('are found out when they do not', () => {
    const at = (beganMs: number, endedMs = beganMs) => ({ beganMs, endedMs, amount: 2 })
    const calls = [at(0), at(900), at(950, 1000), at(999), at(1000), at(1899)]
    // What may have been let go after the window is none of it.
    expect(worstWindow(calls, 1000, () => 1)).toBe(5)
    expect(worstWindow(calls.slice(0, 4), 1000, ({ amount }) => amount)).toBe(6)
    expect(worstWindow([], 1000, () => 1)).toBe(0)
    const suffered = { name: 'a fault', awayMs: 1, letGoMeanwhile: 1, backAfterMs: 1 }
    const found = { decisions: 0, letGo: 0, spent: 9, counted: 8, killed: 0, seconds: 1, faults: [suffered] }
    expect(brokenPromises({ ...found, worstLimit: 61, worstBudget: 501 })).toHaveLength(4)
    expect(brokenPromises({ ...found, counted: 10, faults: [], worstLimit: 1, worstBudget: 1 })).toHaveLength(
      1,
    )
  })
})
