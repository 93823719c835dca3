import { Redis } from 'ioredis'
import { afterEach, describe, expect, test } from 'vitest'
import { createApprovals, createBroker, type Approvals } from '@kvlar/approvals'
import { openRedisStore, type RedisStoreOptions } from '@kvlar/redis'
import { ANA, call, KEYS, onlyPending } from '../../approvals/test/calls.ts'
import { redisServer, startRedis, type RedisServer } from './redis-server.ts'

const servers: RedisServer[] = []
const queues: Approvals[] = []
const never = new AbortController().signal

async function server(...flags: readonly string[]): Promise<RedisServer> {
  const one = await startRedis(...flags)
  servers.push(one)
  return one
}

async function open(url: string, options: RedisStoreOptions = {}): Promise<Approvals> {
  const approvals = createApprovals({ store: await openRedisStore(url, options), keys: KEYS })
  queues.push(approvals)
  return approvals
}

/** Once the queue answers again, what it answers. */
async function again<T>(operation: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await operation()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

afterEach(async () => {
  for (const approvals of queues.splice(0)) await approvals.close()
  for (const one of servers.splice(0)) await one.remove()
})

const GONE = { code: 'APPROVAL_STORE_UNAVAILABLE' }
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always']

describe.skipIf(redisServer === undefined)('when Redis fails', () => {
  test('killed while a call is pending and started again, it has the request, which is approved and runs once', async () => {
    const redis = await server(...DURABLE)
    const approvals = await open(redis.url)
    const asked = createBroker({ approvals }).ask(call(), never)
    const refused = expect(asked).rejects.toMatchObject(GONE)
    const id = await onlyPending(approvals)
    await redis.kill()
    await refused
    await redis.start()
    expect(await again(() => approvals.get(id))).toMatchObject({ state: 'pending' })
    await approvals.decide(id, { verdict: 'approve', approver: ANA })
    expect(await createBroker({ approvals }).ask(call(), never)).toEqual({ kind: 'approved', approvalId: id })
    expect(await approvals.consume(id, call())).toBeUndefined()
  })

  test('an approval that was used up before it was killed stays used up', async () => {
    const redis = await server(...DURABLE)
    const approvals = await open(redis.url)
    const { request } = await approvals.request(call())
    await approvals.decide(request.id, { verdict: 'approve', approver: ANA })
    expect(await approvals.consume(request.id, call())).toMatchObject({ state: 'executing' })
    await redis.kill()
    await redis.start()
    expect(await again(() => approvals.consume(request.id, call()))).toBeUndefined()
  })

  test('gone, it refuses everything with one code, and works again when it is back', async () => {
    const redis = await server()
    const store = await openRedisStore(redis.url)
    const approvals = createApprovals({ store, keys: KEYS })
    queues.push(approvals)
    await redis.kill()
    await expect(createBroker({ approvals }).ask(call(), never)).rejects.toMatchObject(GONE)
    await expect(approvals.decide('apr_1', { verdict: 'approve', approver: ANA })).rejects.toMatchObject(GONE)
    await expect(approvals.list()).rejects.toMatchObject(GONE)
    await expect(approvals.sweep()).rejects.toMatchObject(GONE)
    await expect(store.changes()).rejects.toMatchObject(GONE)
    await expect(store.isAlive(store.owner)).resolves.toBe(true)
    await expect(store.isAlive(`own_${'0'.repeat(32)}`)).rejects.toMatchObject(GONE)
    await redis.start()
    expect(await again(() => approvals.request(call()))).toMatchObject({ kind: 'live', isNew: true })
  })

  test('that hangs is given up on after the time it has, and is used again when it goes on', async () => {
    const redis = await server()
    const approvals = await open(redis.url, { commandMs: 200 })
    redis.signal('SIGSTOP')
    await expect(approvals.request(call())).rejects.toMatchObject({
      ...GONE,
      cause: { message: 'no answer within 200 ms' },
    })
    redis.signal('SIGCONT')
    expect(await again(() => approvals.request(call()))).toMatchObject({ kind: 'live' })
  })

  test('that lost its scripts is told them again', async () => {
    const redis = await server()
    const approvals = await open(redis.url)
    const { request } = await approvals.request(call())
    const admin = new Redis(redis.url)
    await admin.script('FLUSH')
    admin.disconnect()
    expect(await approvals.get(request.id)).toMatchObject({ state: 'pending' })
  })

  test('that has no memory left refuses to write and changes nothing', async () => {
    const redis = await server()
    const approvals = await open(redis.url)
    const { request } = await approvals.request(call())
    const admin = new Redis(redis.url)
    await admin.config('SET', 'maxmemory', '1mb')
    await expect(approvals.request(call({ n: 2 }))).rejects.toMatchObject(GONE)
    await expect(approvals.decide(request.id, { verdict: 'approve', approver: ANA })).rejects.toMatchObject(
      GONE,
    )
    await admin.config('SET', 'maxmemory', '0')
    admin.disconnect()
    expect(await approvals.list()).toMatchObject([{ id: request.id, state: 'pending' }])
    expect(await approvals.decide(request.id, { verdict: 'approve', approver: ANA })).toMatchObject({
      kind: 'decided',
    })
  })

  test('that has become a replica refuses to write', async () => {
    const [redis, other] = [await server(), await server()]
    const approvals = await open(redis.url)
    const admin = new Redis(redis.url)
    await admin.replicaof('127.0.0.1', other.port)
    admin.disconnect()
    await expect(approvals.request(call())).rejects.toMatchObject(GONE)
  })

  test('with `waitReplicas` a write counts once a replica has it, and is refused while none answers', async () => {
    const redis = await server('--repl-diskless-sync-delay', '0')
    const alone = await open(redis.url, { waitReplicas: 1 })
    await expect(alone.request(call({ n: 1 }))).rejects.toMatchObject({
      ...GONE,
      cause: { message: '0 of 1 replicas have the write' },
    })
    const replica = await server('--replicaof', '127.0.0.1', String(redis.port))
    const { request } = await again(() => alone.request(call({ n: 2 })))
    const reader = new Redis(replica.url)
    expect(await reader.hexists('{kvlar:approvals}:rows', request.id)).toBe(1)
    reader.disconnect()
  })

  test('closed, a queue refuses everything', async () => {
    const redis = await server()
    const store = await openRedisStore(redis.url)
    await store.close()
    await store.close()
    await expect(store.get('apr_1')).rejects.toMatchObject(GONE)
  })
})
