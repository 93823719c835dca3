import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApprovals, createBroker, type ApprovalStore, type Row } from '@kvlar/approvals'
import { openRedisStore, REDIS_LIMITS } from '@kvlar/redis'
import { ANA, call, KEYS, onlyPending } from '../../approvals/test/calls.ts'
import { row } from '../../approvals/test/row.ts'
import { redisServer, startRedis, type RedisServer } from './redis-server.ts'

const ENDED_MAX = 3

describe.skipIf(redisServer === undefined)('the bounds of a queue on Redis', () => {
  let server: RedisServer
  let client: Redis
  let prefix = ''
  let queues = 0
  beforeAll(async () => {
    server = await startRedis()
    client = new Redis(server.url)
  })
  beforeEach(() => {
    prefix = `bounds-${(queues += 1)}`
  })
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close()
  })
  afterAll(async () => {
    client.disconnect()
    await server.remove()
  })
  const opened: ApprovalStore[] = []
  const open = async (endedMax = ENDED_MAX): Promise<ApprovalStore> => {
    const store = await openRedisStore(client, { prefix, endedMax })
    opened.push(store)
    return store
  }

  /** Adds a row and ends it. */
  const end = async (store: ApprovalStore, id: string, over: Partial<Row> = {}): Promise<void> => {
    await store.insert(row({ id, digest: id }))
    await store.replace(row({ id, digest: id, version: 2, state: 'denied', isLive: false, ...over }))
  }
  const ids = async (store: ApprovalStore): Promise<readonly string[]> =>
    (await store.list({ kind: 'request', limit: 100 })).map(({ id }) => id).toSorted()

  test('ended rows are kept up to a number, and those that ended first go first', async () => {
    const store = await open()
    await store.insert(row({ id: 'waits', digest: 'waits' }))
    await store.insert(row({ id: 'runs', digest: 'runs', state: 'executing', isLive: false }))
    await store.insert(row({ id: 'grant', digest: 'grant', kind: 'grant', state: 'active', isLive: false }))
    for (const id of ['e1', 'e2', 'e3', 'e4', 'e5']) await end(store, id)
    expect(await ids(store)).toEqual(['e3', 'e4', 'e5', 'runs', 'waits'])
    expect(await store.list({ kind: 'grant', limit: 1 })).toHaveLength(1)
    expect(await store.get('e1')).toBeUndefined()
  })

  test('ended rows are kept up to a size', async () => {
    const store = await open(REDIS_LIMITS.endedMax)
    const about = `{${prefix}}:about`
    await end(store, 'e1')
    await client.hset(about, 'endedBytes', REDIS_LIMITS.endedBytesMax)
    await end(store, 'e2')
    expect(await ids(store)).toEqual(['e2'])
  })

  test('what has not ended is bounded in size too, and a queue that is full says so', async () => {
    const store = await open()
    const caps = { nowMs: 0, principalMax: 9, serverMax: 9, sessionMax: 9, overallMax: 9 }
    await store.insert(row({ body: 'x'.repeat(1000) }), caps)
    expect(await client.hget(`{${prefix}}:about`, 'openBytes')).toBe('1000')
    await client.hset(`{${prefix}}:about`, 'openBytes', REDIS_LIMITS.openBytesMax)
    expect(await store.insert(row({ id: 'apr_2', digest: 'd2' }), caps)).toEqual({
      kind: 'full',
      cap: 'overall',
    })
  })

  test('whoever follows and has missed what was forgotten is told that there is a gap, once', async () => {
    const store = await open()
    const start = await store.changes()
    for (const id of ['e1', 'e2', 'e3', 'e4']) await end(store, id)
    const changes = await store.changes(start.mark)
    expect(changes).toMatchObject({ isGap: true, rows: [] })
    await end(store, 'e5')
    const after = await store.changes(changes.mark)
    expect(after.isGap).toBeUndefined()
    expect(after.rows).toMatchObject([{ id: 'e5', state: 'denied' }])
  })

  test('whoever follows a queue that went back in time is told that there is a gap', async () => {
    const store = await open()
    await end(store, 'e1')
    const { mark } = await store.changes()
    await client.del(...(await client.keys(`{${prefix}}:*`)))
    expect(await store.changes(mark)).toEqual({ mark: 0, rows: [], isGap: true })
  })

  test('listeners are told of a gap, so that whoever waits looks again', async () => {
    const approvals = createApprovals({ store: await open(), keys: KEYS, pollMs: 60_000 })
    const told: unknown[] = []
    const unsubscribe = await approvals.subscribe((rows) => told.push(rows))
    const elsewhere = await open()
    for (const id of ['e1', 'e2', 'e3', 'e4']) await end(elsewhere, id)
    await approvals.request(call())
    while (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(told[0]).toBe('gap')
    unsubscribe()
  })

  test('a caller who waits and missed the approval among what was forgotten runs all the same', async () => {
    const approvals = createApprovals({ store: await open(), keys: KEYS, pollMs: 60_000 })
    const asked = createBroker({ approvals }).ask(call(), new AbortController().signal)
    const id = await onlyPending(approvals)
    // Operations of one client are answered in order: by then the caller has looked, and waits.
    for (let n = 0; n < 10; n += 1) await approvals.get(id)
    const store = await open()
    await createApprovals({ store, keys: KEYS }).decide(id, { verdict: 'approve', approver: ANA })
    for (const ended of ['e1', 'e2', 'e3', 'e4']) await end(store, ended)
    await approvals.request(call({ n: 2 }))
    expect(await asked).toEqual({ kind: 'approved', approvalId: id })
  })

  test('a poll has a bound, and the next goes on where it ended', async () => {
    const store = await open(REDIS_LIMITS.endedMax)
    const { mark } = await store.changes()
    const count = REDIS_LIMITS.changesMax + 5
    await Promise.all(
      Array.from({ length: count }, (_, n) => store.insert(row({ id: `r${n}`, digest: `d${n}` }))),
    )
    const first = await store.changes(mark)
    const second = await store.changes(first.mark)
    expect([first.rows.length, second.rows.length]).toEqual([REDIS_LIMITS.changesMax, 5])
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(count)
  })

  test('a row that is too large, or that Redis would give back changed, is refused', async () => {
    const store = await open()
    const refused = { code: 'APPROVAL_UNBINDABLE' }
    await expect(store.insert(row({ body: 'x'.repeat(REDIS_LIMITS.newRowBytesMax) }))).rejects.toMatchObject(
      refused,
    )
    await expect(store.insert(row({ principal: '\ud800' }))).rejects.toMatchObject(refused)
    await expect(store.insert(row({ dueAtMs: 1.5 }))).rejects.toMatchObject(refused)
    await store.insert(row())
    const decided = row({ version: 2, body: 'x'.repeat(REDIS_LIMITS.newRowBytesMax) })
    expect(await store.replace(decided)).toBe(true)
    await expect(
      store.replace(row({ version: 3, body: 'x'.repeat(REDIS_LIMITS.rowBytesMax) })),
    ).rejects.toMatchObject(refused)
  })

  test('a row that somebody wrote over is refused', async () => {
    const store = await open()
    await store.insert(row())
    for (const head of ['no JSON', 'null', '[]']) {
      await client.eval(
        "redis.call('HSET', KEYS[1], ARGV[1], cmsgpack.pack({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ARGV[2]}))",
        1,
        `{${prefix}}:rows`,
        'apr_1',
        head,
      )
      const approvals = createApprovals({ store, keys: KEYS })
      await expect(approvals.get('apr_1')).rejects.toMatchObject({ code: 'APPROVAL_TAMPERED' })
    }
  })

  test('an id that is taken is refused', async () => {
    const store = await open()
    await end(store, 'apr_1')
    await expect(store.insert(row())).rejects.toMatchObject({ code: 'APPROVAL_STORE_UNAVAILABLE' })
  })
})
