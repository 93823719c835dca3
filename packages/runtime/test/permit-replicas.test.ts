import { createMemoryDirectory, PqTokenSigner } from '@kvlar/crypto'
import { openRedisReplayStore, type RedisReplayStore } from '@kvlar/redis'
import { openPermits, PermitRefused, type PermitRefusal, type Permits } from '@kvlar/sdk/permits'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redisServer, startRedis, type RedisServer } from '../../redis/test/redis-server.ts'

const CALL = { action: 'issue_refund', parameters: { amount: 500 } }

describe.skipIf(redisServer === undefined)('replicas of a service over one Redis', () => {
  const stores: RedisReplayStore[] = []
  const refusals: PermitRefusal[] = []
  let server: RedisServer
  let signer: PqTokenSigner
  let replicas: Permits[]

  beforeAll(async () => {
    server = await startRedis()
    signer = await PqTokenSigner.generateHybrid()
    const directory = createMemoryDirectory([signer.publicKeys()])
    const onRefused = (refusal: PermitRefusal): void => void refusals.push(refusal)
    replicas = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const replayStore = await openRedisReplayStore(server.url)
        stores.push(replayStore)
        return openPermits({ directory, audience: 'payments', replayStore, replicas: 3, onRefused })
      }),
    )
  })
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await server.remove()
  })

  const issue = async (): Promise<string> => {
    const { text } = await signer.issue({ ...CALL, audience: 'payments', principal: 'agent' })
    return text
  }

  test('let each of many permits through once, however many ask at once', async () => {
    const permits = await Promise.all(Array.from({ length: 20 }, issue))
    const spent = await Promise.all(
      permits.flatMap((text) =>
        replicas.map((replica) =>
          replica.redeem(text, CALL).then(
            () => text,
            () => undefined,
          ),
        ),
      ),
    )
    expect(spent.filter((text) => text !== undefined).toSorted()).toEqual(permits.toSorted())
    expect(new Set(refusals.map(({ reason }) => reason))).toEqual(new Set(['PERMIT_REPLAYED']))
    expect(refusals).toHaveLength(40)
  })

  test('let nothing through while Redis is gone', async () => {
    const text = await issue()
    await server.kill()
    for (const replica of replicas) await expect(replica.redeem(text, CALL)).rejects.toThrow(PermitRefused)
    expect(refusals.slice(-3).map(({ reason }) => reason)).toEqual(
      Array.from({ length: 3 }, () => 'PERMIT_REPLAY_STORE_UNAVAILABLE'),
    )
  })
})
