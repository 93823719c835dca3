import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import {
  openRedisStanding,
  type RedisClient,
  type RedisStanding,
  type RedisStandingOptions,
} from '@kvlar/redis'
import { describeBroadcaster } from '../../../gate/test/broadcaster-contract.ts'
import { describeSessions } from '../../../gate/test/sessions-contract.ts'
import { describeRevocations } from '../../../gate/test/standing-contract.ts'
import {
  redisServer,
  startCluster,
  startRedis,
  type RedisCluster,
  type RedisServer,
} from '../redis-server.ts'

const opened: RedisStanding[] = []
let stores = 0

/** The calls of the contracts say what time it is. */
async function open(from: string | RedisClient, prefix: string, more: RedisStandingOptions = {}) {
  const standing = await openRedisStanding(from, { prefix, time: 'calls', ...more })
  opened.push(standing)
  return standing
}

/** The contracts of all ports, each store with keys of its own. */
function describeAll(name: string, from: () => string | RedisClient): void {
  const fresh = (): string => `contract-${(stores += 1)}`
  describeSessions(`sessions on ${name}`, { open: async () => (await open(from(), fresh())).sessions })
  describeRevocations(`revocations on ${name}`, {
    open: async () => (await open(from(), fresh())).revocations,
  })
  describeBroadcaster(`a broadcaster on ${name}`, {
    open: async () => {
      const prefix = fresh()
      const failures: unknown[] = []
      const onFailure = (error: unknown): void => void failures.push(error)
      const [one, other] = [
        await open(from(), prefix, { onFailure }),
        await open(from(), prefix, { onFailure }),
      ]
      return { one: one.broadcaster, other: other.broadcaster, failures }
    },
  })
}

afterEach(async () => {
  for (const standing of opened.splice(0)) await standing.close()
})

describe.skipIf(redisServer === undefined)('on a server', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(async () => server.remove())

  describeAll('Redis', () => server.url)
})

describe.skipIf(redisServer === undefined)('on a cluster', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startCluster()
  })
  afterAll(async () => cluster.remove())

  describeAll('a Redis cluster', () => cluster.client)
})
