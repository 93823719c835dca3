import fc from 'fast-check'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMemoryRevocations, type Revocation, type SessionEntry, type Target } from '@kvlar/gate'
import {
  openRedisStanding,
  standingPlace,
  type RedisStanding,
  type RedisStandingOptions,
  type StandingLoss,
} from '@kvlar/redis'
import { redisServer, startRedis, type RedisServer } from '../redis-server.ts'

const SECONDS = 1000
const PATIENT = { timeout: 60_000 }

function revocation(target: Target, over: Partial<Revocation> = {}): Revocation {
  return { target, reason: 'stolen laptop', by: 'ana', atMs: 1_800_000_000_000, ...over }
}

function session(id: string): Target {
  return { kind: 'session', id }
}

function entry(over: Partial<SessionEntry> = {}): SessionEntry {
  return {
    sessionId: 's-1',
    principal: { id: 'alice', kind: 'user' },
    nowMs: Date.now(),
    origin: {},
    isCounted: true,
    ...over,
  }
}

describe.skipIf(redisServer === undefined)('sessions and revocations on Redis', () => {
  let server: RedisServer
  let client: Redis
  let prefix = ''
  let stores = 0
  const opened: RedisStanding[] = []
  beforeAll(async () => {
    server = await startRedis()
    client = new Redis(server.url)
  })
  beforeEach(() => {
    prefix = `standing-${(stores += 1)}`
  })
  afterEach(async () => {
    for (const standing of opened.splice(0)) await standing.close()
  })
  afterAll(async () => {
    client.disconnect()
    await server.remove()
  })
  const open = async (options: RedisStandingOptions = {}): Promise<RedisStanding> => {
    const standing = await openRedisStanding(server.url, { prefix, ...options })
    opened.push(standing)
    return standing
  }
  const keys = async (): Promise<readonly string[]> => client.keys(`{${prefix}}:*`)
  const scriptsRun = async (): Promise<number> => {
    const stats = await client.info('commandstats')
    return Number(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1])
  }

  test('a revocation on one machine holds on every other from the next call on', async () => {
    const [one, other] = [await open(), await open({ listen: false })]
    await one.revocations.revoke(revocation({ kind: 'principal', id: 'alice' }))
    expect(await other.revocations.find([session('s'), { kind: 'principal', id: 'alice' }])).toEqual(
      revocation({ kind: 'principal', id: 'alice' }),
    )
    await other.revocations.restore({ kind: 'principal', id: 'alice' })
    expect(await one.revocations.find([{ kind: 'principal', id: 'alice' }])).toBeUndefined()
  })

  test('a session is one on every machine', async () => {
    const [one, other] = [await open(), await open()]
    await one.sessions.enter(entry({ origin: { ip: '10.0.0.1' } }))
    const held = await other.sessions.enter(entry({ origin: { ip: '203.0.113.9' } }))
    expect(held).toMatchObject({ actions: 2, origin: { ip: '10.0.0.1' } })
  })

  test('what judging a call asks is one script and one round trip', async () => {
    const { sessions, revocations } = await open({ listen: false })
    await Promise.all([sessions.enter(entry()), revocations.find([session('a')])])
    const before = await scriptsRun()
    await Promise.all([sessions.enter(entry()), revocations.find([session('s-1')])])
    expect((await scriptsRun()) - before).toBe(1)
  })

  test('of very many calls at once each is answered its own', async () => {
    const { sessions, revocations } = await open({ listen: false })
    await revocations.revoke(revocation(session('s-500')))
    const answers = await Promise.all(
      Array.from({ length: 1000 }, async (_, n) => {
        const [held, found] = await Promise.all([
          sessions.enter(entry({ sessionId: `s-${n}`, origin: { device: `d-${n}` } })),
          revocations.find([session(`s-${n}`)]),
        ])
        return { device: held.origin.device, isTurnedAway: found !== undefined }
      }),
    )
    expect(answers).toEqual(
      Array.from({ length: 1000 }, (_, n) => ({ device: `d-${n}`, isTurnedAway: n === 500 })),
    )
  })

  test('sessions grow older by the clock of Redis, whatever time their callers think it is', async () => {
    const [behind, ahead] = [await open(), await open()]
    const [early, late] = [entry({ nowMs: 1000 * SECONDS }), entry({ nowMs: 9000 * SECONDS })]
    const begun = await behind.sessions.enter(early)
    expect(begun.startedAtMs).toBe(early.nowMs)
    const older = await ahead.sessions.enter({ ...late, startedAtMs: late.nowMs - 60 * SECONDS })
    expect(older.startedAtMs).toBe(late.nowMs - 60 * SECONDS)
    const held = await behind.sessions.enter(early)
    const ageMs = early.nowMs - held.startedAtMs
    expect(ageMs).toBeGreaterThanOrEqual(60 * SECONDS)
    expect(ageMs).toBeLessThan(60 * SECONDS + 60 * SECONDS)
  })

  test('a session grows no younger where the clock of Redis steps back', async () => {
    const [one, other] = [await open({ time: 'calls' }), await open({ time: 'calls' })]
    await one.sessions.enter(entry({ nowMs: 1000 * SECONDS }))
    await one.sessions.enter(entry({ nowMs: 1010 * SECONDS }))
    const nowMs = 1005 * SECONDS
    expect(nowMs - (await other.sessions.enter(entry({ nowMs }))).startedAtMs).toBe(10 * SECONDS)
  })

  test('everything lapses in the end, and lies in one slot', async () => {
    const standing = await open()
    await standing.sessions.enter(entry())
    await standing.revocations.revoke(revocation(session('a')))
    await standing.revocations.revoke(revocation(session('b')))
    await standing.revocations.restore(session('a'))
    const all = await keys()
    expect(all).toHaveLength(5)
    for (const key of all) expect(await client.pttl(key)).toBeGreaterThan(0)
    expect(new Set(all.map((key) => /\{(.*?)\}/.exec(key)?.[1]))).toEqual(new Set([prefix]))
  })

  test('a session that does not act for long is forgotten, and makes room', async () => {
    const { sessions } = await open({ time: 'calls', sessionsMax: 2, idleMs: 3_600_000 })
    const enter = async (sessionId: string, nowMs: number) =>
      sessions.enter(entry({ sessionId, nowMs: 1_800_000_000_000 + nowMs }))
    await enter('a', 0)
    await enter('b', 1_000_000)
    await expect(enter('c', 2_000_000)).rejects.toMatchObject({ code: 'EVALUATION_STATE_UNAVAILABLE' })
    expect(await enter('b', 3_600_000)).toMatchObject({ actions: 2 })
    expect(await enter('c', 3_600_001)).toMatchObject({ actions: 1 })
  })

  test('a full store turns nobody else away but everybody', async () => {
    const { revocations } = await open({ revocationsMax: 1 })
    await revocations.revoke(revocation(session('a')))
    await expect(revocations.revoke(revocation(session('b')))).rejects.toThrow('over 1 revocations')
    expect(await revocations.find([session('b')])).toBeUndefined()
    expect(await revocations.revoke(revocation({ kind: 'everything' }))).toBe(true)
    expect(await revocations.find([session('x'), { kind: 'everything' }])).toBeDefined()
  })

  test('a revocation that cannot be read turns away', async () => {
    const { revocations } = await open({ listen: false })
    await revocations.revoke(revocation(session('a')))
    for (const text of ['no JSON', 'null', '{"id":"x"}', '[]', '{"id":"x","target":{"kind":"nobody"}}']) {
      await client.hset(`{${prefix}}:revoked`, JSON.stringify('session:a'), text)
      await expect(revocations.find([session('a')])).rejects.toMatchObject({
        code: 'EVALUATION_STATE_UNAVAILABLE',
      })
    }
  })

  test('whatever names and reasons there are, it says what the store in memory says', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('\ud800', '\udfff', '__proto__', 'a b', '"', ''),
    )
    const target = fc.oneof(
      fc.record({ kind: fc.constantFrom('session', 'principal', 'role'), id: text }),
      fc.constant({ kind: 'everything' }),
    ) as fc.Arbitrary<Target>
    const step = fc.oneof(
      fc.record({ do: fc.constant('revoke'), target, reason: text, by: text, atMs: fc.nat() }),
      fc.record({ do: fc.constant('restore'), target }),
      fc.record({ do: fc.constant('find'), targets: fc.array(target, { maxLength: 4 }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        prefix = `standing-${(stores += 1)}`
        const [{ revocations: redis }, memory] = [await open({ listen: false }), createMemoryRevocations()]
        for (const one of steps) {
          if ('targets' in one) expect(await redis.find(one.targets)).toEqual(memory.find(one.targets))
          else if ('reason' in one) {
            const { do: _, ...given } = one
            expect(await redis.revoke(given)).toBe(memory.revoke(given))
          } else expect(await redis.restore(one.target)).toEqual(memory.restore(one.target))
        }
        const byText = (all: readonly Revocation[]) => all.map((found) => JSON.stringify(found)).toSorted()
        expect(byText(await redis.list())).toEqual(byText(await memory.list()))
        await opened.pop()?.close()
      }),
      { numRuns: 60 },
    )
  })

  test('who may be over soon listens later, and is told from then on', async () => {
    const [one, other] = [await open({ listen: 'later' }), await open()]
    await other.revocations.revoke(revocation(session('before')))
    expect(await one.revocations.find([session('before')])).toBeDefined()
    const heard: string[] = []
    one.broadcaster.subscribe(({ reason }) => heard.push(reason))
    await other.revocations.revoke(revocation(session('a'), { reason: 'heard' }))
    await vi.waitFor(() => expect(heard).toContain('heard'), PATIENT)
    const brief = await open({ listen: 'later' })
    await brief.close()
    await expect(brief.revocations.find([session('a')])).rejects.toMatchObject({
      code: 'EVALUATION_STATE_UNAVAILABLE',
    })
  })

  test('who missed a broadcast is told when the connection is back', async () => {
    const [one, other] = [await open(), await open()]
    const heard: string[] = []
    other.broadcaster.subscribe(({ reason }) => heard.push(reason))
    await one.broadcaster.publish(revocation(session('a'), { reason: 'heard' }))
    await vi.waitFor(() => expect(heard).toEqual(['heard']), PATIENT)
    // Nobody hears what is told while nobody listens.
    await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await one.broadcaster.publish(revocation(session('b'), { reason: 'missed' }))
    await vi.waitFor(() => expect(heard).toEqual(['heard', 'missed']), PATIENT)
    expect(await other.revocations.find([session('b')])).toBeDefined()
    await one.broadcaster.publish(revocation(session('c'), { reason: 'heard again' }))
    await vi.waitFor(() => expect(heard).toEqual(['heard', 'missed', 'heard again']), PATIENT)
  })

  test('who missed a broadcast without noticing is told with the next call that is judged', async () => {
    const other = await open()
    const heard: string[] = []
    other.broadcaster.subscribe(({ reason }) => heard.push(reason))
    const text = { id: 'x', target: session('b'), reason: 'missed', by: 'ana', at_ms: 1 }
    await client.hset(`{${prefix}}:revoked`, JSON.stringify('session:b'), JSON.stringify(text))
    await client.hincrby(`{${prefix}}:store`, 'changes', 1)
    expect(await other.revocations.find([session('none')])).toBeUndefined()
    await vi.waitFor(() => expect(heard).toEqual(['missed']), PATIENT)
  })

  test('who heard a revocation and passes it on does not bring it back once it has ended', async () => {
    const [one, other] = [await open(), await open()]
    const heard: Revocation[] = []
    other.broadcaster.subscribe((told) => heard.push(told))
    await one.revocations.revoke(revocation(session('a')))
    await vi.waitFor(() => expect(heard).toHaveLength(1), PATIENT)
    const [told = revocation(session('none'))] = heard
    await one.revocations.restore(session('a'))
    await one.revocations.revoke(revocation(session('a'), { reason: 'again' }))
    await vi.waitFor(() => expect(heard).toHaveLength(2), PATIENT)
    const [, again = told] = heard
    // It has ended, and this process has not heard of that yet.
    await client.hdel(`{${prefix}}:revoked`, JSON.stringify('session:a'))
    // A gate that listens has its own store know what it hears; that store is this one.
    expect(await other.revocations.revoke(again)).toBe(false)
    expect(await other.revocations.find([session('a')])).toBeUndefined()
    expect(await other.revocations.revoke(told)).toBe(true)
  })

  test('what a failover took is known again from those who run, is counted and told, and each only once', async () => {
    const losses: StandingLoss[] = []
    const onLoss = (loss: StandingLoss): void => void losses.push(loss)
    const [one] = [await open({ onLoss }), await open({ onLoss })]
    for (const id of ['a', 'b', 'c']) await one.revocations.revoke(revocation(session(id)))
    await vi.waitFor(async () => expect(await one.revocations.list()).toHaveLength(3), PATIENT)
    await one.sessions.enter(entry())
    await one.sessions.enter(entry())
    await one.sessions.enter(entry())
    // As a primary that had not received it yet.
    const key = (await keys()).find((name) => name.includes(':s:')) ?? ''
    await client.hset(key, 'actions', '1', 'started', Date.now() + 60 * SECONDS)
    await client.hdel(`{${prefix}}:revoked`, JSON.stringify('session:b'), JSON.stringify('session:c'))
    await client.hset(`{${prefix}}:store`, 'changes', '1')
    expect(await one.sessions.enter(entry())).toMatchObject({ actions: 4 })
    await vi.waitFor(async () => expect(await one.revocations.list()).toHaveLength(3), PATIENT)
    await vi.waitFor(() => {
      expect(losses.reduce((sum, { revocations }) => sum + revocations, 0)).toBe(2)
      expect(losses.reduce((sum, { actions }) => sum + actions, 0)).toBe(2)
    }, PATIENT)
  })

  test('of those who were let in nobody is turned away again by somebody who missed it', async () => {
    const [one, other] = [await open(), await open()]
    await one.revocations.revoke(revocation(session('a')))
    await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await other.revocations.restore(session('a'))
    // Both look at all again, and hear of another.
    await other.revocations.revoke(revocation(session('b')))
    const heard: Revocation[] = []
    one.broadcaster.subscribe((told) => heard.push(told))
    await other.revocations.revoke(revocation(session('c')))
    await vi.waitFor(() => expect(heard.map(({ target }) => target)).toContainEqual(session('c')), PATIENT)
    expect(await one.revocations.find([session('a')])).toBeUndefined()
    expect(await one.revocations.list()).toHaveLength(2)
  })

  test('a store that is known must be there, and be the same unless a person has begun it', async () => {
    const first = await open()
    const { id: known } = first
    await expect(open({ known: '0'.repeat(32) })).rejects.toMatchObject({ code: 'STANDING_GONE' })
    expect((await open({ known })).id).toBe(known)
    await first.sessions.enter(entry())
    await first.revocations.revoke(revocation(session('a')))
    await first.reset()
    const again = await open({ known })
    expect(again.id).toBe(first.id)
    expect(await again.sessions.enter(entry())).toMatchObject({ actions: 1 })
    expect(await again.revocations.find([session('a')])).toBeDefined()
    await client.del(...(await keys()))
    await expect(open({ known })).rejects.toThrow('has lost what it held')
    await expect(open({ mayMake: false })).rejects.toMatchObject({ code: 'STANDING_GONE' })
  })

  test('a store that is lost under way lets nobody pass until a person says so, and then knows again who was turned away', async () => {
    const losses: StandingLoss[] = []
    const one = await open({ onLoss: (loss) => losses.push(loss) })
    await one.revocations.revoke(revocation(session('a')))
    await client.del(...(await keys()))
    await expect(one.revocations.find([session('x')])).rejects.toMatchObject({ code: 'STANDING_GONE' })
    await expect(one.sessions.enter(entry())).rejects.toMatchObject({ code: 'STANDING_GONE' })
    // Another process that does not know better begins one; it is not this one's.
    await open()
    await expect(one.revocations.find([session('x')])).rejects.toThrow('is another one now')
    const person = await open()
    await person.reset()
    expect(await one.revocations.find([session('x')])).toBeUndefined()
    await vi.waitFor(async () => expect(await person.revocations.find([session('a')])).toBeDefined(), PATIENT)
    await vi.waitFor(() => expect(losses).toEqual([{ revocations: 1, actions: 0 }]), PATIENT)
  })

  test('of a later format is refused', async () => {
    await client.hset(`{${prefix}}:store`, 'format', '2', 'id', 'x')
    await expect(open()).rejects.toMatchObject({ code: 'STANDING_BAD_OPTION' })
  })

  test('a client of the caller stays the caller’s', async () => {
    const standing = await openRedisStanding(client, { prefix })
    await standing.revocations.revoke(revocation(session('a')))
    await standing.close()
    expect(await client.ping()).toBe('PONG')
  })
})

test.each<[string, object]>([
  ['an option that there is not', { ttl: 5 }],
  ['a prefix with a brace', { prefix: '{a}' }],
  ['no time at all', { commandMs: 0 }],
  ['half a session', { sessionsMax: 0.5 }],
  ['a time of nobody', { time: 'ours' }],
  ['listening at no time', { listen: 'never' }],
])('%s is refused', async (_what, options) => {
  await expect(openRedisStanding('redis://127.0.0.1:1', options)).rejects.toMatchObject({
    code: 'STANDING_BAD_OPTION',
  })
})

test('where they are kept is named without secrets', () => {
  expect(standingPlace('rediss://kvlar:secret@redis.internal/3')).toBe(
    'redis.internal:6379/3 {kvlar:standing}',
  )
  expect(() => standingPlace('http://kvlar:secret@redis.internal')).toThrow('must be `redis://')
  expect(() => standingPlace('http://kvlar:secret@redis.internal')).not.toThrow('secret')
})
