import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRedisCounters, type RedisCounters } from '../../../redis/src/index.ts'
import { redisServer, startRedis, type RedisServer } from '../../../redis/test/redis-server.ts'
import { openDesk } from './desk.ts'

/* Desks that count on one Redis, as replicas do. */

describe.skipIf(redisServer === undefined)('desks over one Redis', () => {
  let redis: RedisServer
  let counters: RedisCounters[]
  beforeAll(async () => {
    redis = await startRedis()
    counters = [await openRedisCounters(redis.url), await openRedisCounters(redis.url)]
  })
  afterAll(async () => {
    await Promise.all(counters.map((one) => one.close()))
    await redis.remove()
  })

  test('A3: refund 50 times in a day, whichever is asked, and not at all while their Redis is gone', async () => {
    const desks = await Promise.all(counters.map((rateStore) => openDesk({ rateStore })))
    const asked = Array.from({ length: 60 }, (_none, index) => desks[index % 2]!.refund(1))
    const answers = await Promise.all(asked)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50)
    const refused = answers.filter(({ status }) => status !== 200)
    expect(new Set(refused.map(({ body }) => body['code']))).toEqual(new Set(['RATE_LIMIT_EXCEEDED']))
    await redis.kill()
    for (const desk of desks)
      expect(await desk.refund(1, {}, 'other')).toMatchObject({
        status: 403,
        body: { code: 'EVALUATION_STATE_UNAVAILABLE' },
      })
  })
})
