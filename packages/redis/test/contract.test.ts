import { Cluster, Redis } from 'ioredis'
import { afterAll, beforeAll, describe } from 'vitest'
import { openRedisStore } from '@kvlar/redis'
import { describeStore } from '../../approvals/test/store-contract.ts'
import { redisServer, startRedis, type RedisServer } from './redis-server.ts'

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
  let server: RedisServer
  let cluster: Cluster
  beforeAll(async () => {
    server = await startRedis('--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1')
    const node = new Redis(server.url)
    await node.cluster('ADDSLOTSRANGE', 0, 16383)
    while (!(await node.cluster('INFO')).includes('cluster_state:ok'))
      await new Promise((resolve) => setTimeout(resolve, 20))
    node.disconnect()
    cluster = new Cluster([{ host: '127.0.0.1', port: server.port }])
  })
  afterAll(async () => {
    cluster.disconnect()
    await server.remove()
  })

  describeStore('the queue on a Redis cluster', {
    open: (prefix) => openRedisStore(cluster, { prefix }),
    isShared: true,
  })
})
