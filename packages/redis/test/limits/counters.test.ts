import fc from 'fast-check'
import { Cluster, Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CountedCall } from '@kvlar/core'
import { countersPlace, openRedisCounters, type RedisCounters, type RedisCountersOptions } from '@kvlar/redis'
import { leaves, rate, reads } from '../../../core/test/counters-contract.ts'
import { redisServer, startRedis, type RedisServer } from '../redis-server.ts'

/** How long a busy machine may take. */
const SLOW = { timeout: 60_000 }

const KEEP_MS = 3_600_000
/** A clock of a caller that is far off. */
const WRONG_MS = 1

describe.skipIf(redisServer === undefined)('limits on Redis', () => {
  let server: RedisServer
  let client: Redis
  let prefix = ''
  let stores = 0
  const opened: RedisCounters[] = []
  beforeAll(async () => {
    server = await startRedis()
    client = new Redis(server.url)
  })
  beforeEach(() => {
    prefix = `limits-${(stores += 1)}`
  })
  afterEach(async () => {
    for (const counters of opened.splice(0)) await counters.close()
  })
  afterAll(async () => {
    client.disconnect()
    await server.remove()
  })

  const open = async (options: RedisCountersOptions = {}): Promise<RedisCounters> => {
    const counters = await openRedisCounters(server.url, { prefix, ...options })
    opened.push(counters)
    return counters
  }
  const asked = (decisionId: string, over: Partial<CountedCall> = {}): CountedCall => ({
    decisionId,
    nowMs: WRONG_MS,
    needs: [],
    marks: [],
    ...over,
  })
  const keys = async (): Promise<readonly string[]> => client.keys(`*{${prefix}}*`)
  const valueOf = async (counters: RedisCounters, id: string, windowMs = KEEP_MS) =>
    (await counters.count(asked(id, { needs: [reads('s', { windowMs })] }))).counts.get(`${windowMs} s`)

  test('are counted by the time of Redis, whatever time the caller thinks it is', async () => {
    const counters = await open()
    const windowMs = 400
    const count = async (id: string, nowMs: number) =>
      (await counters.count(asked(id, { nowMs, needs: [rate('k', windowMs)] }))).counts.get('k')
    const startedAt = performance.now()
    expect(await count('1', 9e12)).toBe(1)
    const second = await count('2', WRONG_MS)
    if (performance.now() - startedAt < windowMs) expect(second).toBe(2)
    await expect.poll(() => count(`${Math.random()}`, WRONG_MS), { ...SLOW, interval: windowMs + 50 }).toBe(1)
  })

  test('take one round trip and one script for all that a decision is about', async () => {
    const counters = await open()
    const needs = [rate('k'), reads('a', { own: 1 }), reads('b', { own: 2, atMost: 1 })]
    const marks = [leaves('a'), leaves('b'), leaves('c')]
    await counters.count(asked('0', { needs, marks }))
    await counters.settle('0', 'ok')
    const before = await sent()
    for (let n = 1; n <= 5; n += 1) {
      await counters.count(asked(`${n}`, { needs, marks, isLetGo: true }))
      await counters.settle(`${n}`, 'ok')
    }
    expect(await sent()).toEqual({ evalsha: before.evalsha + 10, eval: before.eval })
  })
  const sent = async () => {
    const stats = await client.info('commandstats')
    const calls = (name: string) => Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(stats)?.[1] ?? 0)
    return { evalsha: calls('evalsha'), eval: calls('eval') }
  }

  test('keep every key in one slot and for a time only', async () => {
    const counters = await open()
    const marks = [leaves('s', { keepMs: KEEP_MS, amount: 3 }), leaves('t', { keepMs: 5000 })]
    await counters.count(asked('1', { needs: [rate('k', 1000)], marks }))
    const found = await keys()
    // The store, its list of windows, one key of the rate, two of each history, and what runs.
    expect(found).toHaveLength(8)
    expect(found.every((key) => key.startsWith(`{${prefix}}:`))).toBe(true)
    for (const key of found) expect(await client.pttl(key)).toBeGreaterThan(0)
    const [history] = await client.keys(`{${prefix}}:*:h:*`)
    expect(await client.pttl(history ?? '')).toBeLessThanOrEqual(KEEP_MS + 60_000)
    await counters.settle('1', 'ok')
    expect(await client.keys(`{${prefix}}:*:open:*`)).toEqual([])
    expect(await valueOf(counters, '2')).toBe(3)
  })

  test('are found by whoever settles a decision that another process has counted', async () => {
    const [one, other] = [await open(), await open()]
    const marks = [leaves('s', { keepMs: KEEP_MS, amount: 5 }), leaves('t', { keepMs: KEEP_MS })]
    await one.count(asked('1', { marks }))
    await other.settle('1', 'not_run')
    expect(await valueOf(one, '2')).toBe(0)
    // It stands no more, so that nothing is taken back twice.
    await one.count(asked('3', { marks }))
    await one.settle('1', 'not_run')
    expect(await valueOf(other, '4')).toBe(5)
  })

  test('tell what was under way when they are closed', async () => {
    const [one, other] = [await open(), await open()]
    const marks = [leaves('s', { keepMs: KEEP_MS })]
    const ids = Array.from({ length: 200 }, (_, n) => `${n}`)
    await Promise.all(ids.map(async (id) => one.count(asked(id, { marks }))))
    const settled = ids.map(async (id) => one.settle(id, 'not_run'))
    await one.close()
    expect(await valueOf(other, 'x')).toBe(0)
    await Promise.all(settled)
  })

  test('clear away thousands of calls that have lapsed, and count exactly meanwhile', async () => {
    const counters = await open({ time: 'calls' })
    const count = async (id: string, nowMs: number) =>
      counters.count({
        ...asked(id, {
          needs: [rate('k'), reads('s'), reads('s', { windowMs: 100 })],
          marks: [leaves('s', { amount: 2 })],
        }),
        nowMs,
      })
    const many = Array.from({ length: 3000 }, (_, n) => n)
    await Promise.all(many.map(async (n) => count(`d${n}`, 1_000_000 + Math.floor(n / 10))))
    for (const [nowMs, stays] of [
      [1_001_000, 2991],
      [1_001_200, 992],
      [1_001_299, 3],
      [1_001_300, 4],
    ] as const) {
      const { counts } = await count(`at ${nowMs}`, nowMs)
      expect([counts.get('k'), counts.get('1000 s')]).toEqual([stays, 2 * (stays - 1)])
    }
    for (let n = 0; n < 20; n += 1) await count(`later ${n}`, 1_001_301)
    const [set] = await client.keys(`{${prefix}}:*:z:*`)
    expect(await client.zcard(set ?? '')).toBeLessThan(200)
  })

  test('have bounds: a window that is full, and too many windows, cannot be had', async () => {
    const counters = await open({ callsMax: 3, seriesMax: 3, time: 'calls' })
    const at = async (id: string, key: string, nowMs = 1000) =>
      (await counters.count({ ...asked(id, { needs: [rate(key)] }), nowMs })).counts.get(key)
    expect([await at('1', 'k'), await at('2', 'k'), await at('3', 'k'), await at('4', 'k')]).toEqual([
      1,
      2,
      3,
      undefined,
    ])
    // Who is in it already is counted on.
    expect(await at('3', 'k')).toBe(3)
    expect([await at('1', 'l'), await at('1', 'm'), await at('1', 'n')]).toEqual([1, 1, undefined])
    const marks = [leaves('s')]
    expect((await counters.count({ ...asked('1', { marks }), nowMs: 1000 })).isMarked).toBe(false)
    // Listed for a while longer than they count, so that it is not written with every call.
    expect(await at('5', 'n', 1_000_000)).toBe(1)
    expect(await at('5', 'k', 1_000_000)).toBe(1)
  })

  test('are listed with what they add up to, the fullest first, and forgotten one by one', async () => {
    const counters = await open()
    const keepMs = KEEP_MS
    await counters.count(
      asked('1', { needs: [rate('[1000, "k"]', keepMs)], marks: [leaves('a', { keepMs })] }),
    )
    await counters.count(asked('2', { marks: [leaves('a', { keepMs, amount: 4 }), leaves('b', { keepMs })] }))
    await counters.settle('1', 'ok')
    const first = expect.any(Number) as number
    expect(await counters.list(WRONG_MS)).toEqual([
      { series: 'a', calls: 2, total: 5, open: 1, firstMs: first, lastMs: first },
      { series: '[1000, "k"]', calls: 1, total: 1, open: 0, firstMs: first, lastMs: first },
      { series: 'b', calls: 1, total: 1, open: 1, firstMs: first, lastMs: first },
    ])
    expect(await counters.reset('nothing')).toBe(0)
    expect(await counters.reset('a')).toBe(2)
    expect(await counters.reset('[1000, "k"]')).toBe(1)
    expect((await counters.list(WRONG_MS)).map(({ series }) => series)).toEqual(['b'])
    // What runs and was forgotten is no longer anybody's.
    await counters.settle('2', 'not_run')
    expect(await counters.list(WRONG_MS)).toEqual([])
  })

  test('are listed in full beyond one page', async () => {
    const counters = await open()
    const names = Array.from({ length: 300 }, (_, n) => `s${n}`)
    await Promise.all(
      names.map(async (name, n) => counters.count(asked(name, { marks: [leaves(name, { amount: n + 1 })] }))),
    )
    const found = await counters.list(WRONG_MS)
    expect(found.length).toBeLessThanOrEqual(300)
    const totals = found.map(({ total }) => total)
    expect(totals).toEqual(totals.toSorted((left, right) => right - left))
  })

  test('begin anew for every process when a person resets them all', async () => {
    const [one, other] = [await open(), await open()]
    const marks = [leaves('s', { keepMs: KEEP_MS, amount: 5 })]
    await one.count(asked('1', { marks }))
    const { id } = one
    expect(await other.reset()).toBe(1)
    expect(await valueOf(one, '2')).toBe(0)
    expect(one.id).toBe(other.id)
    expect(one.id).not.toBe(id)
    // What ran through it takes nothing away from what stands now.
    await other.count(asked('1', { marks }))
    await one.count(asked('3', { marks }))
    await one.settle('3', 'not_run')
    expect(await valueOf(one, '4')).toBe(5)
  })

  test('that are known must be there, and be the same unless a person began them', async () => {
    const first = await open()
    const known = first.id
    await expect(open({ known: '0'.repeat(32) })).rejects.toMatchObject({ code: 'COUNTERS_GONE' })
    expect((await open({ known })).id).toBe(first.id)
    await first.reset()
    expect((await open({ known })).id).toBe(first.id)
    await client.del(...(await keys()))
    await expect(open({ known })).rejects.toThrow('has lost what it held')
    await expect(open({ mayMake: false })).rejects.toMatchObject({ code: 'COUNTERS_GONE' })
    expect(await keys()).toEqual([])
    // A process that was there all the time does not count in a new one either.
    await expect(valueOf(first, '1')).rejects.toMatchObject({ code: 'COUNTERS_GONE' })
    await open()
    await expect(valueOf(first, '1')).rejects.toThrow('is another one now')
  })

  test('use a client of the caller, and keep to its prefix of keys', async () => {
    const within = new Redis(server.url, { keyPrefix: 'app:' })
    const counters = await openRedisCounters(within, { prefix })
    const marks = [leaves('s', { keepMs: KEEP_MS })]
    await counters.count(asked('1', { needs: [rate('k')], marks }))
    await (await openRedisCounters(within, { prefix })).settle('1', 'not_run')
    expect((await counters.list(0)).map(({ series }) => series)).toEqual(['k'])
    await counters.close()
    expect(within.status).toBe('ready')
    within.disconnect()
    const found = await keys()
    expect(found.length).toBeGreaterThan(0)
    expect(found.filter((key) => !key.startsWith(`app:{${prefix}}:`))).toEqual([])
  })

  test('tell how their Redis keeps them', async () => {
    const counters = await open()
    expect(await counters.durability()).toEqual({ appendonly: false, appendfsync: 'everysec', replicas: 0 })
  })

  test('of a later format are refused', async () => {
    await client.hset(`{${prefix}}:store`, { format: '2', id: 'x', begun: 'first', clock: 0 })
    await expect(open()).rejects.toMatchObject({ code: 'COUNTERS_BAD_OPTION' })
  })

  test('take any name for a decision and a series for what it is', async () => {
    const counters = await open()
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), async (id, name) => {
        const series = JSON.stringify([name, stores, Math.random()])
        await counters.count(asked(id, { needs: [rate(series)], marks: [leaves(series, { amount: 3 })] }))
        const found = await counters.count(asked(`${id}'`, { needs: [reads(series)] }))
        expect(found.counts.get(`1000 ${series}`)).toBe(3)
        await counters.settle(id, 'not_run')
        const later = await counters.count(asked(`${id}"`, { needs: [reads(series)] }))
        expect(later.counts.get(`1000 ${series}`)).toBe(0)
      }),
    )
  })
})

test.each<[string, object]>([
  ['an option that there is not', { ttl: 5 }],
  ['an empty prefix', { prefix: '' }],
  ['a prefix that breaks the hash tag', { prefix: 'a}b' }],
  ['no time at all', { commandMs: 0 }],
  ['half a replica', { waitReplicas: 0.5 }],
  ['a clock that there is not', { time: 'mine' }],
])('%s is refused', async (_what, options) => {
  const opening = openRedisCounters('redis://127.0.0.1:1', options)
  await expect(opening).rejects.toMatchObject({ code: 'COUNTERS_BAD_OPTION' })
})

test('a URL that is none is refused, and not repeated; where nothing listens, the password is not said', async () => {
  const opening = openRedisCounters('http://user:secret@127.0.0.1')
  await expect(opening).rejects.toMatchObject({ code: 'COUNTERS_BAD_OPTION' })
  await expect(opening).rejects.not.toThrow('secret')
  const nobody = openRedisCounters('redis://kvlar:secret@127.0.0.1:1')
  await expect(nobody).rejects.toMatchObject({ code: 'EVALUATION_STATE_UNAVAILABLE' })
  await expect(nobody).rejects.toThrow('127.0.0.1:1')
  await expect(nobody).rejects.not.toThrow('secret')
})

test('where limits are counted is named without secrets', () => {
  expect(countersPlace('rediss://kvlar:secret@redis.internal/3')).toBe('redis.internal:6379/3 {kvlar:limits}')
  expect(countersPlace('redis://[::1]:7000', { prefix: 'home' })).toBe('[::1]:7000/0 {home}')
  const lazy = { lazyConnect: true }
  const client = new Redis({ host: 'db', password: 'secret', db: 2, ...lazy })
  expect(countersPlace(client)).toBe('db:6379/2 {kvlar:limits}')
  const sentinels = [{ host: 'one', port: 26_379 }]
  const guarded = new Redis({ sentinels, name: 'primary', ...lazy })
  expect(countersPlace(guarded)).toBe('primary by Sentinel/0 {kvlar:limits}')
  const cluster = new Cluster([{ host: 'one', port: 1 }], lazy)
  expect(countersPlace(cluster)).toBe('a cluster {kvlar:limits}')
  expect(() => countersPlace(cluster, { waitReplicas: 1 })).toThrow('`waitReplicas`')
  for (const one of [client, guarded, cluster]) one.disconnect()
})
