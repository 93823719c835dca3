import { afterAll, beforeAll, describe } from 'vitest'
import { openRedisCounters, type RedisClient, type RedisCounters } from '@kvlar/redis'
import { describeCounters } from '../../../core/test/counters-contract.ts'
import {
  redisServer,
  startCluster,
  startRedis,
  type RedisCluster,
  type RedisServer,
} from '../redis-server.ts'

let stores = 0

/** Each with a store of its own; the calls of the contract say what time it is. */
const open = async (from: string | RedisClient) => {
  const prefix = `contract-${(stores += 1)}`
  const opened: RedisCounters[] = []
  const reopen = async (): Promise<RedisCounters> => {
    const counters = await openRedisCounters(from, { prefix, time: 'calls' })
    opened.push(counters)
    return counters
  }
  return {
    counters: await reopen(),
    reopen,
    close: async () => void (await Promise.all(opened.map((one) => one.close()))),
  }
}

describe.skipIf(redisServer === undefined)('on a server', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(async () => server.remove())

  describeCounters('Redis', () => open(server.url))
})

describe.skipIf(redisServer === undefined)('on a cluster', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startCluster()
  })
  afterAll(async () => cluster.remove())

  describeCounters('a Redis cluster', () => open(cluster.client))
})
