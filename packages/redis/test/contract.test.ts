import { afterAll, beforeAll, describe } from 'vitest'
import { openRedisStore } from '@kvlar/redis'
import { describeStore } from '../../approvals/test/store-contract.ts'
import { redisServer, startCluster, startRedis, type RedisCluster, type RedisServer } from './redis-server.ts'

describe.skipIf(redisServer === undefined)('on a server', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(async () => server.remove())

  describeStore('the queue on Redis', {
    open: (prefix) => openRedisStore(server.url, { prefix }),
    isShared: true,
  })
})

describe.skipIf(redisServer === undefined)('on a cluster', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startCluster()
  })
  afterAll(async () => cluster.remove())

  describeStore('the queue on a Redis cluster', {
    open: (prefix) => openRedisStore(cluster.client, { prefix }),
    isShared: true,
  })
})
