import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryCounters, type CountedCall, type Mark, type Need } from '@kvlar/core'
import { openRedisCounters } from '@kvlar/redis'
import { leaves, rate, reads } from '../../../core/test/counters-contract.ts'
import { redisServer, startRedis, type RedisServer } from '../redis-server.ts'

const WINDOWS = [40, 700, 5000] as const
const KEEP_MS = 5000
const START = 1_800_000_000_000

const series = fc.constantFrom('let go', 'seen', '{brace} "q" \u{1f4b8} \ud7ff')
const amount = fc.oneof(fc.constantFrom(0, 1, 7), fc.integer({ min: 0, max: 2 ** 51 }))
const need: fc.Arbitrary<Need> = fc.oneof(
  fc
    .record({ windowMs: fc.constantFrom(...WINDOWS), atMost: fc.integer({ min: 0, max: 12 }) })
    .map(({ windowMs, atMost }) => rate(`rate ${windowMs}`, windowMs, atMost)),
  fc
    .record({
      name: series,
      windowMs: fc.constantFrom(...WINDOWS),
      own: amount,
      atMost: fc.option(fc.oneof(fc.integer({ min: 0, max: 30 }), amount), { nil: undefined }),
    })
    .map(({ name, atMost, ...rest }) => reads(name, atMost === undefined ? rest : { ...rest, atMost })),
)
const mark: fc.Arbitrary<Mark> = fc
  .record({
    name: series,
    amount,
    cap: fc.option(fc.record({ windowMs: fc.constantFrom(...WINDOWS), atMost: amount }), { nil: undefined }),
  })
  .map(({ name, amount: of, cap }) =>
    leaves(name, {
      keepMs: KEEP_MS,
      amount: name === 'seen' ? 1 : of,
      counts: name === 'seen' ? 'ok' : 'let_go',
      ...(cap !== undefined && { cap }),
    }),
  )
const step = fc.record({
  afterMs: fc.oneof(fc.constantFrom(0, 1, 39, 40, 700, 5000, -900), fc.integer({ min: 0, max: 400 })),
  decisionId: fc.integer({ min: 0, max: 40 }).map((n) => `d${n} é`),
  end: fc.constantFrom(undefined, undefined, undefined, 'ok', 'failed', 'not_run'),
  needs: fc.uniqueArray(need, { selector: (one) => ('key' in one ? one.key : ''), maxLength: 4 }),
  marks: fc.uniqueArray(mark, { selector: (one) => one.series, maxLength: 3 }),
  isLetGo: fc.boolean(),
})

describe.skipIf(redisServer === undefined)('limits on Redis', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(async () => server.remove())

  test(
    'say what the store in memory says of long histories, asked by two processes in turn',
    { timeout: 300_000 },
    async () => {
      let stores = 0
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 250, size: 'max' }), async (steps) => {
          const options = { prefix: `model-${(stores += 1)}`, time: 'calls' } as const
          const [one, other] = [
            await openRedisCounters(server.url, options),
            await openRedisCounters(server.url, options),
          ]
          const memory = createMemoryCounters()
          let nowMs = START
          try {
            for (const [index, { afterMs, end, ...asked }] of steps.entries()) {
              nowMs += afterMs
              const redis = index % 3 === 0 ? other : one
              if (end !== undefined) {
                await redis.settle(asked.decisionId, end)
                memory.settle(asked.decisionId, end)
                continue
              }
              const call: CountedCall = { ...asked, nowMs }
              expect(await redis.count(call)).toEqual(memory.count(call))
            }
          } finally {
            await Promise.all([one.close(), other.close()])
          }
        }),
        { numRuns: 40 },
      )
    },
  )
})
