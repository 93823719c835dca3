import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { RedisClient } from '@kvlar/redis'
import { acts, claim, openAll, spent, turnedAway, writeAll, WRITES, type All } from './all-stores.ts'
import { redisServer, startCluster, type RedisCluster } from './redis-server.ts'

const PATIENT = { timeout: 100_000, interval: 100 }

describe.skipIf(redisServer === undefined)('a cluster that was killed', { timeout: 300_000 }, () => {
  let cluster: RedisCluster
  let all: All
  beforeAll(async () => {
    cluster = await startCluster()
    const client = (): RedisClient => {
      const one = cluster.client.duplicate()
      one.on('error', () => {})
      return one
    }
    all = await openAll({ client })
  }, 300_000)
  afterAll(async () => {
    await all.close()
    await cluster.remove()
  }, 300_000)

  test('lets nothing be written meanwhile, and every store works again by itself with what was answered', async () => {
    await writeAll(all, 'before')
    await cluster.kill()
    for (const write of WRITES(all, 'meanwhile')) await expect(write()).rejects.toThrow('refusing')
    await cluster.start()
    await vi.waitFor(async () => expect(await spent(all, 'look')).toBe(1), PATIENT)
    await vi.waitFor(async () => expect(await all.queue.get('before')).toBeDefined(), PATIENT)
    await vi.waitFor(async () => expect(await all.replay.claim(claim('before'))).toBe('replayed'), PATIENT)
    await vi.waitFor(
      async () => expect(await all.standing.revocations.find([turnedAway('before').target])).toBeDefined(),
      PATIENT,
    )
    expect(await all.standing.sessions.enter(acts)).toMatchObject({ actions: 2 })
    await writeAll(all, 'after')
    expect(all.losses).toEqual([])
  })
})
