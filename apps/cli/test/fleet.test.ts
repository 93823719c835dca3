import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startForwarder, type Forwarder } from '../../../packages/redis/test/forwarder.ts'
import { redisServer, startRedis, type RedisServer } from '../../../packages/redis/test/redis-server.ts'
import { MAIN } from './support/command.ts'
import { CUT_OFF, startFleet, type Fleet, type TurnedAway } from './support/fleet.ts'

const EVERYTHING: TurnedAway = { target: { kind: 'everything' }, code: 'KILL_SWITCH' }

describe.skipIf(redisServer === undefined)(
  'two proxies and two programs of machines that share a Redis',
  { timeout: 300_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'kvlar-fleet-'))
    let server: RedisServer
    /** By which a proxy and a program reach it. */
    let road: Forwarder
    let fleet: Fleet
    beforeAll(async () => {
      server = await startRedis()
      road = await startForwarder(server.port)
      const ways = [server.url, server.url, road.url, road.url]
      fleet = await startFleet({ main: MAIN, folder, redis: server.url, ways, callsAtOnce: 4 })
    }, 300_000)
    afterAll(async () => {
      await fleet.close()
      await road.close()
      await server.remove()
      rmSync(folder, { recursive: true, force: true })
    }, 300_000)

    test.each<TurnedAway>([
      EVERYTHING,
      { target: { kind: 'principal', id: 'mcp-agent' }, code: 'IDENTITY_FAILED' },
    ])(
      'let no call pass that is made once $target is turned away, and all once that is over',
      async (who) => {
        const { replicas } = await fleet.turnAway(who)
        expect(replicas.map(({ kind }) => kind)).toEqual(['proxy', 'guard', 'proxy', 'guard'])
        for (const { before, passedAfter, passedOnceHeard, refusedAfter, codes } of replicas) {
          expect(before).toBeGreaterThan(0)
          expect(passedAfter).toBe(0)
          expect(passedOnceHeard).toBe(0)
          expect(refusedAfter).toBeGreaterThan(0)
          // A machine that is very busy may take too long to ask.
          expect([...codes].filter((code) => code !== CUT_OFF)).toEqual([who.code])
        }
        await fleet.letIn(who.target)
      },
    )

    test('those that are cut off from Redis let nothing pass meanwhile, and find in it what they missed', async () => {
      const partition = { hits: [2, 3], begin: () => road.cut(), end: () => road.mend() }
      const { replicas } = await fleet.turnAway(EVERYTHING, partition)
      for (const [number, { passedAfter, passedOnceHeard, codes }] of replicas.entries()) {
        expect(passedAfter).toBe(0)
        expect(passedOnceHeard).toBe(0)
        expect(codes).toContain(EVERYTHING.code)
        if (number >= 2) expect(codes).toContain(CUT_OFF)
      }
      await fleet.letIn(EVERYTHING.target)
    })
  },
)
