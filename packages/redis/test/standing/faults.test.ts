import { afterEach, describe, expect, test, vi } from 'vitest'
import { createMemoryRevocations, type Revocation, type SessionEntry, type Target } from '@kvlar/gate'
import { openRedisStanding, type RedisStanding, type RedisStandingOptions } from '@kvlar/redis'
import { call, codeOf, engineThat, gateOf, settled } from '../../../gate/test/gates.ts'
import { startForwarder, type Forwarder } from '../forwarder.ts'
import { redisServer, startRedis, type RedisServer } from '../redis-server.ts'

const GONE = { code: 'EVALUATION_STATE_UNAVAILABLE' }
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always']
const PATIENT = { timeout: 60_000 }

const closing: { close: () => Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of closing.splice(0).toReversed()) await one.close()
})

async function server(...flags: readonly string[]): Promise<RedisServer> {
  const one = await startRedis(...flags)
  closing.push({ close: () => one.remove() })
  return one
}

async function forwarder(to: RedisServer): Promise<Forwarder> {
  const one = await startForwarder(to.port)
  closing.push(one)
  return one
}

async function open(url: string, options: RedisStandingOptions = {}): Promise<RedisStanding> {
  const standing = await openRedisStanding(url, options)
  closing.push(standing)
  return standing
}

const session = (id: string): Target => ({ kind: 'session', id })

function revocation(id: string): Revocation {
  return { target: session(id), reason: 'moved', by: 'drift', atMs: 1_800_000_000_000 }
}

function entry(): SessionEntry {
  const principal = { id: 'alice', kind: 'user' } as const
  return { sessionId: 's-1', principal, nowMs: Date.now(), origin: {}, isCounted: true }
}

/** What Redis answers once it answers again. */
async function again<T>(operation: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(operation, { ...PATIENT, interval: 20 })
}

describe.skipIf(redisServer === undefined)('sessions and revocations, when Redis fails', () => {
  test('killed and started again, stand where they stood', async () => {
    const redis = await server(...DURABLE)
    const { sessions, revocations } = await open(redis.url)
    await revocations.revoke(revocation('a'))
    await sessions.enter(entry())
    await redis.kill()
    await expect(revocations.find([session('x')])).rejects.toMatchObject(GONE)
    await expect((async () => sessions.enter(entry()))()).rejects.toMatchObject(GONE)
    await redis.start()
    expect(await again(() => revocations.find([session('a')]))).toEqual(revocation('a'))
    expect((await sessions.enter(entry())).actions).toBeGreaterThanOrEqual(2)
  })

  test('gone, they turn away here whom they could not write down, and everywhere once it is back', async () => {
    const redis = await server(...DURABLE)
    const [one, other] = [await open(redis.url), await open(redis.url, { listen: false })]
    await redis.kill()
    await expect(one.revocations.revoke(revocation('a'))).rejects.toMatchObject(GONE)
    expect(await one.revocations.find([session('x'), session('a')])).toEqual(revocation('a'))
    await redis.start()
    expect(await again(async () => (await other.revocations.find([session('a')])) ?? gone())).toEqual(
      revocation('a'),
    )
  })

  test('of a revocation whose answer was lost it is known that it stands, and once it has ended it is not written again', async () => {
    const redis = await server()
    const road = await forwarder(redis)
    const [one, other] = [
      await open(road.url, { commandMs: 300, listen: false }),
      await open(redis.url, { listen: false }),
    ]
    await one.revocations.revoke(revocation('before'))
    road.cutAnswers()
    await expect(one.revocations.revoke(revocation('a'))).rejects.toMatchObject(GONE)
    expect(await other.revocations.find([session('a')])).toBeDefined()
    expect(await other.revocations.restore(session('a'))).toBeDefined()
    road.mend()
    await again(async () => {
      // It holds here until Redis has said otherwise.
      if ((await one.revocations.find([session('a')])) !== undefined) throw new Error('not yet')
    })
    expect(await other.revocations.find([session('a')])).toBeUndefined()
  })

  test('that hangs, they refuse within their time, and work again when it goes on', async () => {
    const redis = await server()
    const { sessions, revocations } = await open(redis.url, { commandMs: 200 })
    redis.signal('SIGSTOP')
    await expect(revocations.find([session('x')])).rejects.toMatchObject({
      ...GONE,
      cause: { message: 'no answer within 200 ms' },
    })
    redis.signal('SIGCONT')
    expect((await again(() => sessions.enter(entry()))).actions).toBeGreaterThanOrEqual(1)
  })

  test('that never gets ready is given up on after five seconds, in so many words', async () => {
    const redis = await server()
    redis.signal('SIGSTOP')
    await expect(openRedisStanding(redis.url)).rejects.toMatchObject({
      ...GONE,
      cause: { message: 'redis connect timed out after 5s' },
    })
    redis.signal('SIGCONT')
  })

  test('a gate whose Redis is gone lets nothing pass, and goes on by itself', async () => {
    const redis = await server(...DURABLE)
    const { sessions, revocations } = await open(redis.url, { commandMs: 500 })
    const { gate } = gateOf(engineThat('allow'), { sessions, standing: revocations, evaluators: [] })
    const code = async (): Promise<string> => codeOf(await settled(gate.judge(call()))) ?? 'passes'
    expect(await code()).toBe('passes')
    await redis.kill()
    expect(await code()).toBe('EVALUATION_STATE_UNAVAILABLE')
    await redis.start()
    await again(async () => expect(await code()).toBe('passes'))
    await revocations.revoke({ ...revocation('x'), target: { kind: 'everything' } })
    expect(await code()).toBe('KILL_SWITCH')
  })

  test('a verdict that cannot be published stands here all the same, and is told when Redis is back', async () => {
    const redis = await server(...DURABLE)
    const [{ broadcaster }, elsewhere] = [await open(redis.url), await open(redis.url)]
    const heard: Target[] = []
    elsewhere.broadcaster.subscribe(({ target }) => heard.push(target))
    const failures: unknown[] = []
    const { gate } = gateOf(engineThat('allow'), {
      standing: createMemoryRevocations(),
      publish: (told) => broadcaster.publish(told),
      evaluators: [
        { name: 'moves', evaluate: () => ({ kind: 'invalidate', target: session('s'), reason: 'it moved' }) },
      ],
      onFailure: (error) => failures.push(error),
    })
    await redis.kill()
    expect(codeOf(await settled(gate.judge(call())))).toBe('EVALUATOR_REFUSED')
    expect(codeOf(await settled(gate.judge(call())))).toBe('SESSION_INVALID')
    await vi.waitFor(() => expect(failures).toMatchObject([GONE]), PATIENT)
    await redis.start()
    await vi.waitFor(() => expect(heard).toEqual([session('s')]), PATIENT)
  })
})

function gone(): never {
  throw new Error('not there yet')
}
