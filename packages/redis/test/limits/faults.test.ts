import { Redis } from 'ioredis'
import { afterEach, describe, expect, test } from 'vitest'
import type { CountedCall, Counts } from '@kvlar/core'
import { openRedisCounters, type RedisCounters, type RedisCountersOptions } from '@kvlar/redis'
import { leaves, rate, reads } from '../../../core/test/counters-contract.ts'
import { redisServer, startRedis, type RedisServer } from '../redis-server.ts'
import { startForwarder, type Forwarder } from '../forwarder.ts'

/** How long a busy machine may take. */
const SLOW = { timeout: 60_000 }

const KEEP_MS = 3_600_000
const GONE = { code: 'EVALUATION_STATE_UNAVAILABLE' }
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always']

const closing: { close: () => Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of closing.splice(0).toReversed()) await one.close()
})

async function server(...flags: readonly string[]): Promise<RedisServer> {
  const one = await startRedis(...flags)
  closing.push({ close: () => one.remove() })
  return one
}

async function forwarder(to: RedisServer): Promise<Forwarder> {
  const one = await startForwarder(to.port)
  closing.push(one)
  return one
}

async function open(from: string | Redis, options: RedisCountersOptions = {}): Promise<RedisCounters> {
  const counters = await openRedisCounters(from, options)
  closing.push(counters)
  return counters
}

function asked(decisionId: string, over: Partial<CountedCall> = {}): CountedCall {
  return { decisionId, nowMs: 1, needs: [], marks: [], ...over }
}

/** A call that spends from a budget. */
function spends(decisionId: string, amount: number, atMost = 10): CountedCall {
  return asked(decisionId, {
    needs: [reads('pot', { windowMs: KEEP_MS, own: amount, atMost, measure: 'sum' })],
    marks: [leaves('pot', { keepMs: KEEP_MS, amount, cap: { windowMs: KEEP_MS, atMost } })],
  })
}

function spent({ counts }: Counts): number | undefined {
  return counts.get(`${KEEP_MS} pot`)
}

/** What the store answers once it answers again. */
async function again<T>(operation: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await operation()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

describe.skipIf(redisServer === undefined)('limits, when Redis fails', () => {
  test('killed and started again, stand where they stood', async () => {
    const redis = await server(...DURABLE)
    const counters = await open(redis.url)
    expect(spent(await counters.count(spends('1', 7)))).toBe(7)
    await redis.kill()
    await expect(counters.count(spends('2', 1))).rejects.toMatchObject(GONE)
    await redis.start()
    expect(spent(await again(() => counters.count(spends('3', 4))))).toBe(11)
    expect((await counters.count(spends('4', 3))).isMarked).toBe(true)
    await counters.settle('1', 'not_run')
    expect(spent(await counters.count(spends('5', 0)))).toBe(3)
  })

  test('started again without what it had, deny until a person has them begin anew', async () => {
    const redis = await server()
    const counters = await open(redis.url)
    await counters.count(spends('1', 7))
    await redis.kill()
    await redis.start()
    const denied = again(async () => {
      const error: unknown = await counters.count(spends('2', 1)).catch((reason: unknown) => reason)
      if (error instanceof Error && 'code' in error && error.code === GONE.code) throw error
      return error
    })
    expect(await denied).toMatchObject({ code: 'COUNTERS_GONE' })
    const person = await open(redis.url)
    await expect(counters.count(spends('3', 1))).rejects.toMatchObject({ code: 'COUNTERS_GONE' })
    await person.reset()
    expect(spent(await counters.count(spends('4', 1)))).toBe(1)
  })

  test('that hangs, refuse in their time, and what such calls have left is taken back', async () => {
    const redis = await server()
    const counters = await open(redis.url, { commandMs: 200 })
    await counters.count(spends('1', 7))
    redis.signal('SIGSTOP')
    const late = await Promise.allSettled(['2', '3'].map((id) => counters.count(spends(id, 1))))
    expect(late).toMatchObject([
      { status: 'rejected', reason: { ...GONE, cause: { message: 'no answer within 200 ms' } } },
      { status: 'rejected' },
    ])
    redis.signal('SIGCONT')
    await expect.poll(() => again(async () => spent(await counters.count(spends('4', 0)))), SLOW).toBe(7)
  })

  test('that are paused refuse, and work again by themselves', async () => {
    const redis = await server()
    const counters = await open(redis.url, { commandMs: 200 })
    await counters.count(spends('1', 7))
    const admin = new Redis(redis.url)
    await admin.client('PAUSE', 1500)
    await expect(counters.count(spends('2', 1))).rejects.toMatchObject(GONE)
    expect(spent(await again(() => counters.count(spends('3', 0))))).toBeGreaterThanOrEqual(7)
    await expect.poll(() => again(async () => spent(await counters.count(spends('4', 0)))), SLOW).toBe(7)
    admin.disconnect()
  })

  test('behind a network that fails, refuse; an answer that is lost leaves nothing behind', async () => {
    const redis = await server()
    const road = await forwarder(redis)
    const counters = await open(road.url, { commandMs: 300 })
    await counters.count(spends('1', 7))
    road.cutAnswers()
    await expect(counters.count(spends('2', 2))).rejects.toMatchObject(GONE)
    // The server has done it all the same.
    const there = await open(redis.url)
    expect(spent(await there.count(spends('3', 0)))).toBe(9)
    road.cut()
    await expect(counters.count(spends('4', 1))).rejects.toMatchObject(GONE)
    road.mend()
    await expect.poll(() => again(async () => spent(await counters.count(spends('5', 0)))), SLOW).toBe(7)
    expect(spent(await there.count(spends('6', 0)))).toBe(7)
  })

  test.each<[string, (counters: RedisCounters) => Promise<unknown>]>([
    ['a call that got no answer', (counters) => counters.count(spends('1', 7))],
    ['an end that got none', (counters) => counters.settle('1', 'not_run')],
  ])('of %s, take back late nothing that was left again since', async (_what, fail) => {
    const redis = await server()
    const road = await forwarder(redis)
    const client = new Redis(road.url, { enableOfflineQueue: false, maxRetriesPerRequest: 0 })
    client.on('error', () => {})
    closing.push({ close: async () => client.disconnect() })
    const counters = await open(client, { commandMs: 300 })
    await counters.count(spends('1', 7))
    road.cut()
    await expect(fail(counters)).rejects.toMatchObject(GONE)
    // Counted again before what is owed can be told.
    client.removeAllListeners('ready')
    road.mend()
    const found = await again(() => counters.count(spends('1', 7)))
    expect([spent(found), found.isMarked]).toEqual([7, true])
    await counters.count(spends('2', 0))
    await counters.close()
    const there = await open(redis.url)
    expect(spent(await there.count(spends('3', 0)))).toBe(7)
  })

  test('an end that could not be told is told when Redis is back', async () => {
    const redis = await server(...DURABLE)
    const counters = await open(redis.url)
    await counters.count(spends('1', 7))
    await redis.kill()
    await expect(counters.settle('1', 'not_run')).rejects.toMatchObject(GONE)
    await redis.start()
    await expect.poll(() => again(async () => spent(await counters.count(spends('2', 0)))), SLOW).toBe(0)
  })

  test('of a program that was busy itself, are answered all the same', async () => {
    const redis = await server()
    const counters = await open(redis.url, { commandMs: 100 })
    // The server knows the script by then.
    await again(() => counters.count(spends('0', 0)))
    for (let n = 1; n <= 3; n += 1) {
      const counted = counters.count(spends(`${n}`, 1))
      await new Promise((resolve) => process.nextTick(resolve))
      const until = performance.now() + 250
      while (performance.now() < until) Math.sqrt(2)
      expect(spent(await counted)).toBe(n)
    }
  })

  test('that lost its scripts are told them again', async () => {
    const redis = await server()
    const counters = await open(redis.url)
    await counters.count(spends('1', 7))
    const admin = new Redis(redis.url)
    await admin.script('FLUSH')
    admin.disconnect()
    expect(spent(await counters.count(spends('2', 1)))).toBe(8)
  })

  test('that has no memory left refuse, and nothing is changed', async () => {
    const redis = await server()
    const counters = await open(redis.url)
    await counters.count(spends('1', 7))
    const admin = new Redis(redis.url)
    await admin.config('SET', 'maxmemory', '1mb')
    await expect(counters.count(spends('2', 1))).rejects.toMatchObject(GONE)
    await expect(counters.count(asked('3', { needs: [rate('k')] }))).rejects.toMatchObject(GONE)
    await admin.config('SET', 'maxmemory', '0')
    admin.disconnect()
    expect(spent(await counters.count(spends('4', 0)))).toBe(7)
    expect((await counters.count(asked('5', { needs: [rate('k')] }))).counts.get('k')).toBe(1)
  })

  test('that has become a replica refuse to count', async () => {
    const [redis, other] = [await server(), await server()]
    const counters = await open(redis.url)
    const admin = new Redis(redis.url)
    await admin.replicaof('127.0.0.1', other.port)
    admin.disconnect()
    await expect(counters.count(spends('1', 1))).rejects.toMatchObject(GONE)
  })

  test('with `waitReplicas` count once a replica has it, and refuse while none answers', async () => {
    const redis = await server('--repl-diskless-sync-delay', '0')
    const counters = await open(redis.url)
    await counters.count(spends('1', 1))
    await expect(open(redis.url, { waitReplicas: 1 })).rejects.toMatchObject({
      ...GONE,
      cause: { message: '0 of 1 replicas have the write' },
    })
    const replica = await server('--replicaof', '127.0.0.1', String(redis.port))
    const sure = await again(() => open(redis.url, { waitReplicas: 1 }))
    expect(spent(await sure.count(spends('2', 1)))).toBe(2)
    const reader = new Redis(replica.url)
    expect(await reader.keys('{kvlar:limits}:*:z:*')).toHaveLength(1)
    reader.disconnect()
    expect(await counters.durability()).toMatchObject({ replicas: 1 })
  })

  test('closed, refuse everything', async () => {
    const redis = await server()
    const counters = await openRedisCounters(redis.url)
    await counters.close()
    await counters.close()
    await expect(counters.count(spends('1', 1))).rejects.toMatchObject(GONE)
  })

  test('that never gets ready is given up on after five seconds, in so many words', async () => {
    const redis = await server()
    redis.signal('SIGSTOP')
    const opening = openRedisCounters(redis.url)
    await expect(opening).rejects.toMatchObject({
      ...GONE,
      cause: { message: 'redis connect timed out after 5s' },
    })
    redis.signal('SIGCONT')
  })
})
