import {
  createMemoryDirectory,
  parametersDigest,
  parsePermitText,
  permitText,
  type SignedPermit,
} from '@kvlar/crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRedisReplayStore, type RedisReplayStore } from '../../../redis/src/index.ts'
import { redisServer, startRedis, type RedisServer } from '../../../redis/test/redis-server.ts'
import { openDesk } from './desk.ts'
import { post } from './listening.ts'
import { openPayments } from './payments.ts'

/* Permits that are made to look like others, before a service that runs twice over one Redis. */

const CALL = { amount: 500 }
const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, index) => (index === at ? byte ^ 1 : byte))

interface Permits {
  readonly a: SignedPermit
  readonly b: SignedPermit
  readonly c: SignedPermit
  /** For another action. */
  readonly read: SignedPermit
}
type Launder = (permits: Permits) => SignedPermit

const signature =
  (change: (bytes: Uint8Array) => Uint8Array): Launder =>
  ({ a }) => ({ ...a, signature: change(a.signature) })
const field =
  (change: (token: SignedPermit['token'], permits: Permits) => Partial<SignedPermit['token']>): Launder =>
  (permits) => ({ ...permits.a, token: { ...permits.a.token, ...change(permits.a.token, permits) } })

/** The twenty of the hard suite, and what else a permit of ours binds. */
const LAUNDERED: Readonly<Record<string, Launder>> = {
  'a signature of zeros': signature((bytes) => new Uint8Array(bytes.length)),
  'a signature of 0xff': signature((bytes) => new Uint8Array(bytes.length).fill(0xff)),
  'a signature that is cut': signature((bytes) => bytes.slice(0, -1)),
  'a signature that goes on': signature((bytes) => Uint8Array.of(...bytes, 0)),
  'no signature': signature(() => new Uint8Array()),
  'a bit flipped at 0': signature((bytes) => flipped(bytes, 0)),
  'a bit flipped at 10': signature((bytes) => flipped(bytes, 10)),
  'a bit flipped at 100': signature((bytes) => flipped(bytes, 100)),
  'a bit flipped in the middle': signature((bytes) => flipped(bytes, bytes.length >> 1)),
  'a bit flipped at the end': signature((bytes) => flipped(bytes, bytes.length - 1)),
  'a signature by chance': signature((bytes) => crypto.getRandomValues(new Uint8Array(bytes.length))),
  'another action': field(() => ({ action: 'read_order' })),
  'no action': field(() => ({ action: '' })),
  'an end at 0': field(() => ({ expiresAt: 0 })),
  'an end before its beginning': field(({ issuedAt }) => ({ expiresAt: issuedAt - 1 })),
  'a new id': field(() => ({ tokenId: '00'.repeat(16) })),
  'a new decision': field(() => ({ decisionId: 'another' })),
  'the body of A under the signature of B': ({ a, b }) => ({ ...a, signature: b.signature }),
  'the body of A under the signature of C': ({ a, c }) => ({ ...a, signature: c.signature }),
  'the permit of another action': ({ read }) => read,
  'the name of the right action on the permit of another': ({ read }) => ({
    ...read,
    token: { ...read.token, action: 'issue_refund' },
  }),
  'a longer life': field(({ expiresAt }) => ({ expiresAt: expiresAt + 3600 })),
  'an earlier beginning': field(({ issuedAt }) => ({ issuedAt: issuedAt - 60, notBefore: issuedAt - 60 })),
  'other arguments': field(() => ({ parametersDigest: parametersDigest({ amount: 5000 }) })),
  'another audience': field(() => ({ audience: 'ledger' })),
  'another principal': field(() => ({ principal: 'root' })),
  'another target': field(() => ({ target: 'orders/2' })),
  'another session': field(() => ({ session: 's-2' })),
  'another policy': field(() => ({ policyDigest: `sha256:${'00'.repeat(32)}` })),
  'the id of another permit': field((_token, { b }) => ({ tokenId: b.token.tokenId })),
}

describe.skipIf(redisServer === undefined)('a permit, at a service that runs twice', () => {
  let redis: RedisServer
  let stores: RedisReplayStore[]
  beforeAll(async () => {
    redis = await startRedis()
    stores = [await openRedisReplayStore(redis.url), await openRedisReplayStore(redis.url)]
  })
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await redis.remove()
  })

  async function set() {
    const desk = await openDesk()
    const directory = createMemoryDirectory([desk.signer.publicKeys()])
    const replicas = await Promise.all(
      stores.map((replayStore) => openPayments({ directory, replayStore, replicas: 2 })),
    )
    const permit = async (actionName: string, params: object = CALL): Promise<SignedPermit> =>
      parsePermitText(String((await desk.ask({ actionName, params })).body['permit']))
    const permits: Permits = {
      a: await permit('issue_refund'),
      b: await permit('issue_refund', { amount: 501 }),
      c: await permit('issue_refund', { amount: 502 }),
      read: await permit('read_order'),
    }
    const pay = async (at: number, text: string): Promise<number> =>
      (await post(replicas[at]!.url, CALL, { 'kvlar-permit': text })).status
    return { replicas, permits, pay }
  }

  test.each(Object.entries(LAUNDERED))(
    'B2: with %s pays nothing, and is good as it was',
    async (_how, launder) => {
      const { replicas, permits, pay } = await set()
      const text = permitText(launder(permits))
      expect([await pay(0, text), await pay(1, text)]).toEqual([401, 401])
      expect(replicas.flatMap(({ paid }) => paid)).toEqual([])
      expect(await pay(0, permitText(permits.a))).toBe(200)
    },
  )

  test('B2: is paid once, by whichever of them is asked first', async () => {
    const { replicas, permits, pay } = await set()
    const text = permitText(permits.a)
    const answers = await Promise.all([0, 1, 0, 1, 0, 1].map((at) => pay(at, text)))
    expect(answers.toSorted((a, b) => a - b)).toEqual([200, 401, 401, 401, 401, 401])
    expect(replicas.flatMap(({ paid }) => paid)).toEqual([CALL])
  })
})
