import fc from 'fast-check'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createMemoryStore,
  type ApprovalStore,
  type PendingCaps,
  type Row,
  type RowFilter,
} from '@kvlar/approvals'
import { openRedisStore } from '@kvlar/redis'
import { redisServer, startRedis, type RedisServer } from './redis-server.ts'

type Step =
  | { readonly kind: 'insert'; readonly row: Row; readonly caps?: PendingCaps }
  | { readonly kind: 'replace'; readonly nth: number; readonly skip: number; readonly over: Partial<Row> }
  | { readonly kind: 'get'; readonly nth: number }
  | { readonly kind: 'list'; readonly filter: RowFilter }
  | { readonly kind: 'changes' }

const STATES = ['pending', 'approved', 'executing', 'denied', 'active', 'ended', 'a', 'a:b', '']
// Names that would reach into each other's ranges if the indexes were built carelessly.
const name = fc.constantFrom('p', 'p:', 'p:0', 'p\u0000', '', 'ü\u{1f600}', '0000000000000009')
// Mostly pending, so that the caps have something to count.
const state = fc.oneof({ weight: 2, arbitrary: fc.constant('pending') }, fc.constantFrom(...STATES))
const time = fc.constantFrom(0, 1, 5, 9, 10, 1_700_000_000_000, Number.MAX_SAFE_INTEGER)
const kind = fc.constantFrom('request' as const, 'request' as const, 'grant' as const)

const row: fc.Arbitrary<Row> = fc.record({
  id: fc.constant(''),
  kind,
  version: fc.constant(1),
  state,
  // Rarely live, for only one row of a digest may be.
  isLive: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  digest: fc.constantFrom('d', 'd:', '{d}'),
  principal: name,
  server: name,
  session: name,
  owner: name,
  createdAtMs: time,
  dueAtMs: time,
  body: fc.string({ unit: 'grapheme' }),
  mac: name,
})
const max = fc.integer({ min: 1, max: 8 })
const caps = fc.record({ nowMs: time, principalMax: max, serverMax: max, sessionMax: max, overallMax: max })
const filter: fc.Arbitrary<RowFilter> = fc.record(
  {
    kind,
    limit: fc.integer({ min: 1, max: 8 }),
    states: fc.array(state, { maxLength: 3 }),
    digest: fc.constantFrom('d', 'd:', 'none'),
    isLive: fc.boolean(),
    dueByMs: time,
  },
  { requiredKeys: ['kind', 'limit'] },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), row, caps }, { requiredKeys: ['kind', 'row'] }),
  fc.record({
    kind: fc.constant('replace' as const),
    nth: fc.nat({ max: 30 }),
    skip: fc.constantFrom(0, 0, 0, 1, -1),
    over: fc.record(
      { state, dueAtMs: time, body: fc.string(), isLive: fc.constant(false) },
      { requiredKeys: ['state'] },
    ),
  }),
  fc.record({ kind: fc.constant('get' as const), nth: fc.nat({ max: 30 }) }),
  fc.record({ kind: fc.constant('list' as const), filter }),
  fc.record({ kind: fc.constant('changes' as const) }),
)

/** What a store answers to a sequence of operations. */
async function play(store: ApprovalStore, steps: readonly Step[]): Promise<readonly unknown[]> {
  const rows: Row[] = []
  const answers: unknown[] = []
  const nth = (n: number): Row | undefined => rows[n % Math.max(rows.length, 1)]
  let { mark } = await store.changes()
  for (const [at, one] of steps.entries()) {
    switch (one.kind) {
      case 'insert': {
        const inserted = { ...one.row, id: `apr_${String(at).padStart(3, '0')}` }
        const answer = await store.insert(inserted, one.caps)
        if (answer.kind === 'inserted') rows.push(inserted)
        answers.push(answer)
        break
      }
      case 'replace': {
        const old = nth(one.nth)
        if (old === undefined) break
        const next = { ...old, ...one.over, version: old.version + 1 + one.skip }
        const isReplaced = await store.replace(next)
        if (isReplaced) rows[rows.indexOf(old)] = next
        answers.push(isReplaced)
        break
      }
      case 'get':
        answers.push(await store.get(nth(one.nth)?.id ?? 'none'))
        break
      case 'list':
        answers.push(await store.list(one.filter))
        break
      case 'changes': {
        const changes = await store.changes(mark)
        mark = changes.mark
        answers.push(changes.rows.map(({ id, kind: of, state: to }) => [id, of, to]))
      }
    }
  }
  return answers
}

describe.skipIf(redisServer === undefined)('against the queue in memory', () => {
  let server: RedisServer
  let client: Redis
  beforeAll(async () => {
    server = await startRedis()
    client = new Redis(server.url)
  })
  afterAll(async () => {
    client.disconnect()
    await server.remove()
  })

  test('the same operations get the same answers, whatever they are', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), async (steps) => {
        const store = await openRedisStore(client, { prefix: `model-${(run += 1)}` })
        try {
          expect(await play(store, steps)).toEqual(await play(createMemoryStore(), steps))
        } finally {
          await store.close()
        }
      }),
      { numRuns: 300 },
    )
  })

  test('an ended queue leaves no member of an index behind', async () => {
    const prefix = 'clean'
    const store = await openRedisStore(client, { prefix, endedMax: 0 })
    const [sample] = fc.sample(row, { numRuns: 1, seed: 1 })
    if (sample === undefined) throw new Error('no sample')
    const pending: Row = { ...sample, id: 'apr_1', kind: 'request', state: 'pending', isLive: true }
    await store.insert(pending)
    await store.replace({ ...pending, version: 2, state: 'denied', isLive: false })
    await store.close()
    const left = await client.keys(`{${prefix}}:*`)
    expect(left.filter((key) => !/:(about|owner:\w+)$/.test(key))).toEqual([])
    expect(await client.hmget(`{${prefix}}:about`, 'openBytes', 'endedBytes')).toEqual(['0', '0'])
  })
})
