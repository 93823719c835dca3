import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRedisReplayStore, REDIS_LIMITS, type RedisReplayStore } from '@kvlar/redis'
import { describeReplayStore } from '../../crypto/test/replay-contract.ts'
import { redisServer, startCluster, startRedis, type RedisCluster, type RedisServer } from './redis-server.ts'

const NOW = 1_800_000_000
const claim = (id: string, seconds = 35) => ({ id, keepUntil: NOW + seconds, now: NOW })

/** Its code, where a promise rejects. */
async function codeOf(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
}

describe.skipIf(redisServer === undefined)('on a server', () => {
  let server: RedisServer
  const stores: RedisReplayStore[] = []
  const open = async (...given: Parameters<typeof openRedisReplayStore>): Promise<RedisReplayStore> => {
    const store = await openRedisReplayStore(...given)
    stores.push(store)
    return store
  }

  beforeAll(async () => {
    server = await startRedis('--appendonly', 'yes', '--appendfsync', 'always')
  })
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await server.remove()
  })

  describeReplayStore('used permits on Redis', {
    open: (prefix) => open(server.url, { prefix }),
    isShared: true,
  })

  test('each is forgotten when its time is over, a minute for clocks that are apart included', async () => {
    const store = await open(server.url, { prefix: 'ttl' })
    expect(await store.claim(claim('key:a', 35))).toBe('claimed')
    const client = new Redis(server.url)
    const ms = await client.pttl('ttl:key:a')
    client.disconnect()
    expect(ms).toBeGreaterThan(90_000)
    expect(ms).toBeLessThanOrEqual(95_000)
  })

  test('services with names of their own do not see each other’s', async () => {
    const [one, other] = [await open(server.url, { prefix: 'a' }), await open(server.url, { prefix: 'b' })]
    expect(await one.claim(claim('key:x'))).toBe('claimed')
    expect(await other.claim(claim('key:x'))).toBe('claimed')
  })

  test.each([
    ['that outlives a day', claim('key:long', REDIS_LIMITS.replaySecondsMax + 1), 'full'],
    ['with a name too long', claim('x'.repeat(257)), 'full'],
    ['that has no end', { id: 'key:nan', keepUntil: Number.NaN, now: NOW }, 'replayed'],
    ['that never ends', { id: 'key:inf', keepUntil: Number.POSITIVE_INFINITY, now: NOW }, 'full'],
  ])('an id %s is promised nothing', async (_what, given, answer) => {
    expect(await (await open(server.url, { prefix: 'odd' })).claim(given)).toBe(answer)
  })

  test('what was used stays used when the server was killed, and meanwhile nothing is claimed', async () => {
    const store = await open(server.url, { prefix: 'crash' })
    expect(await store.claim(claim('key:a'))).toBe('claimed')
    await server.kill()
    expect(await codeOf(store.claim(claim('key:b')))).toBe('PERMIT_REPLAY_STORE_UNAVAILABLE')
    await server.start()
    const again = await open(server.url, { prefix: 'crash' })
    expect(await again.claim(claim('key:a'))).toBe('replayed')
    expect(await again.claim(claim('key:b'))).toBe('claimed')
  })

  test('a server that hangs refuses within its time', async () => {
    const store = await open(server.url, { prefix: 'hang', commandMs: 100 })
    server.signal('SIGSTOP')
    try {
      expect(await codeOf(store.claim(claim('key:a')))).toBe('PERMIT_REPLAY_STORE_UNAVAILABLE')
    } finally {
      server.signal('SIGCONT')
    }
  })

  test('replicas that must have the claim and do not are a refusal', async () => {
    const store = await open(server.url, { prefix: 'replicas', waitReplicas: 1 })
    expect(await codeOf(store.claim(claim('key:a')))).toBe('PERMIT_REPLAY_STORE_UNAVAILABLE')
  })

  test('a server that forgets when memory is short is refused', async () => {
    const client = new Redis(server.url)
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru')
    try {
      const opening = openRedisReplayStore(server.url)
      await expect(opening).rejects.toMatchObject({ code: 'PERMIT_INVALID_REQUEST' })
      await expect(opening).rejects.toThrow('the store of used permits has `maxmemory_policy:allkeys-lru`')
    } finally {
      await client.config('SET', 'maxmemory-policy', 'noeviction')
      client.disconnect()
    }
  })

  test('a client of the caller stays the caller’s', async () => {
    const client = new Redis(server.url)
    const store = await openRedisReplayStore(client, { prefix: 'given' })
    expect(await store.claim(claim('key:a'))).toBe('claimed')
    await store.close()
    expect(await client.ping()).toBe('PONG')
    expect(await codeOf(store.claim(claim('key:b')))).toBe('PERMIT_REPLAY_STORE_UNAVAILABLE')
    client.disconnect()
  })
})

describe.skipIf(redisServer === undefined)('on a cluster', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startCluster()
  })
  afterAll(async () => cluster.remove())

  describeReplayStore('used permits on a Redis cluster', {
    open: (prefix) => openRedisReplayStore(cluster.client, { prefix }),
    isShared: true,
  })

  test('waits for no replicas', async () => {
    expect(await codeOf(openRedisReplayStore(cluster.client, { waitReplicas: 1 }))).toBe(
      'PERMIT_INVALID_REQUEST',
    )
  })
})

test.each<[string, object]>([
  ['an option that there is not', { ttl: 5 }],
  ['an empty prefix', { prefix: '' }],
  ['a prefix with a space', { prefix: 'a b' }],
  ['no time at all', { commandMs: 0 }],
  ['half a replica', { waitReplicas: 0.5 }],
])('%s is refused', async (_what, options) => {
  expect(await codeOf(openRedisReplayStore('redis://127.0.0.1:1', options))).toBe('PERMIT_INVALID_REQUEST')
})

test('a URL that is none is refused, and not repeated', async () => {
  const opening = openRedisReplayStore('http://user:secret@127.0.0.1')
  await expect(opening).rejects.toMatchObject({ code: 'PERMIT_INVALID_REQUEST' })
  await expect(opening).rejects.not.toThrow('secret')
})
