import { inspect } from 'node:util'
import { Cluster, Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRedisStore } from '@kvlar/redis'
import { row } from '../../approvals/test/row.ts'
import { redisServer, startRedis, type RedisServer } from './redis-server.ts'

/** Everything that a log would show of a failure. */
async function failureOf(
  opening: Promise<unknown>,
): Promise<{ readonly code: unknown; readonly text: string }> {
  try {
    await opening
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return { code, text: inspect(error, { depth: 20, showHidden: true }) }
  }
  throw new Error('it opened')
}

describe('what cannot be opened', () => {
  test.each([
    'http://127.0.0.1',
    'redis://',
    'not a url',
    'redis://127.0.0.1/zero',
    'redis://127.0.0.1/0?enableOfflineQueue=true',
    'redis://127.0.0.1/#secret-fragment',
    'redis://u:%ff-secret@127.0.0.1',
  ])('the URL %s is refused, and is not repeated', async (url) => {
    const { code, text } = await failureOf(openRedisStore(url))
    expect(code).toBe('APPROVAL_BAD_OPTION')
    expect(text).not.toContain('secret')
  })

  test.each([
    { prefix: '' },
    { prefix: 'a}b' },
    { prefix: 'x'.repeat(129) },
    { leaseMs: 1 },
    { commandMs: 0 },
    { endedMax: -1 },
    { waitReplicas: 1.5 },
    { wait: 1 },
  ])('the options %j are refused', async (options) => {
    const { code } = await failureOf(openRedisStore('redis://127.0.0.1:1', options))
    expect(code).toBe('APPROVAL_BAD_OPTION')
  })

  test('where nothing listens, it says the place and not the password', async () => {
    const { code, text } = await failureOf(openRedisStore('redis://kvlar:hunter2@127.0.0.1:1'))
    expect(code).toBe('APPROVAL_STORE_UNAVAILABLE')
    expect(text).toContain('127.0.0.1:1')
    expect(text).not.toContain('hunter2')
  })

  test('a cluster cannot wait for replicas', async () => {
    const cluster = new Cluster([{ host: '127.0.0.1', port: 1 }], { lazyConnect: true })
    const { code } = await failureOf(openRedisStore(cluster, { waitReplicas: 1 }))
    expect(code).toBe('APPROVAL_BAD_OPTION')
  })
})

describe.skipIf(redisServer === undefined)('a server', () => {
  let server: RedisServer
  let admin: Redis
  beforeAll(async () => {
    server = await startRedis('--requirepass', 'hunter2')
    admin = new Redis(`redis://:hunter2@127.0.0.1:${server.port}`)
  })
  afterAll(async () => {
    admin.disconnect()
    await server.remove()
  })
  const url = (): string => `redis://default:hunter2@127.0.0.1:${server.port}/3`

  test('opens with the right password, in the database of the URL', async () => {
    const store = await openRedisStore(url())
    expect((await admin.info('keyspace')).includes('db3:')).toBe(true)
    await store.close()
  })

  test.each(['wrong-hunter3', ''])('refuses the password `%s`, which is not shown', async (password) => {
    const { code, text } = await failureOf(openRedisStore(`redis://:${password}@127.0.0.1:${server.port}`))
    expect(code).toBe('APPROVAL_STORE_UNAVAILABLE')
    expect(text).toMatch(/WRONGPASS|NOAUTH/)
    expect(text).not.toContain('wrong-hunter3')
  })

  test('without TLS is refused where the URL asks for it', async () => {
    const { code } = await failureOf(openRedisStore(`rediss://:hunter2@127.0.0.1:${server.port}`))
    expect(code).toBe('APPROVAL_STORE_UNAVAILABLE')
  })

  test('that may evict rows is refused, with what to do', async () => {
    await admin.config('SET', 'maxmemory-policy', 'allkeys-lru')
    const { code, text } = await failureOf(openRedisStore(url()))
    await admin.config('SET', 'maxmemory-policy', 'noeviction')
    expect(code).toBe('APPROVAL_BAD_OPTION')
    expect(text).toContain('CONFIG SET maxmemory-policy noeviction')
  })

  test('that is a replica is refused, with what to do', async () => {
    const replica = await startRedis(
      '--replicaof',
      '127.0.0.1',
      String(server.port),
      '--masterauth',
      'hunter2',
    )
    const { code, text } = await failureOf(openRedisStore(replica.url))
    await replica.remove()
    expect(code).toBe('APPROVAL_BAD_OPTION')
    expect(text).toContain('connect to the primary')
  })

  test('with a queue of a later format is refused', async () => {
    await admin.hset('{later}:about', 'format', '2')
    const { code } = await failureOf(
      openRedisStore(`redis://:hunter2@127.0.0.1:${server.port}`, { prefix: 'later' }),
    )
    expect(code).toBe('APPROVAL_BAD_OPTION')
  })

  test('gets every key of a queue in one slot', async () => {
    const client = new Redis(`redis://:hunter2@127.0.0.1:${server.port}`)
    const store = await openRedisStore(client, { prefix: 'slots' })
    await store.insert(row())
    await store.insert(row({ id: 'apr_2', state: 'denied', isLive: false }))
    const keys = await admin.keys('*slots*')
    const one = await startRedis('--cluster-enabled', 'yes')
    const node = new Redis(one.url)
    const slots = await Promise.all(keys.map((key) => node.cluster('KEYSLOT', key)))
    node.disconnect()
    client.disconnect()
    await one.remove()
    expect(keys).toHaveLength(10)
    expect(new Set(slots).size).toBe(1)
  })

  test('that is used through a client with a key prefix keeps to that prefix', async () => {
    const client = new Redis(`redis://:hunter2@127.0.0.1:${server.port}`, { keyPrefix: 'app:' })
    const store = await openRedisStore(client, { prefix: 'within' })
    await store.insert(row())
    expect(await store.get('apr_1')).toEqual(row())
    await store.close()
    expect(client.status).toBe('ready')
    client.disconnect()
    const keys = await admin.keys('*within*')
    expect(keys.filter((key) => !key.startsWith('app:{within}:'))).toEqual([])
  })
})
