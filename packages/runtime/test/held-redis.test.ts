import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openKvlar, type KvlarSettings, type Notice } from '@kvlar/runtime'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { Redis, redisServer, startRedis, type RedisServer } from '../../redis/test/redis-server.ts'
import { newUser, type User } from './support/user.ts'

/** How long a busy machine may take. */
const SLOW = { timeout: 60_000 }

const POLICY = `
name: orders
rules:
  - id: reads
    match_on: { resources: [read_order] }
    effect: { type: allow }
`

describe.skipIf(redisServer === undefined)('sessions and revocations on Redis', () => {
  let server: RedisServer
  let admin: Redis
  /** Two machines: each has a home and a record of its own. */
  let users: readonly [User, User]
  let database = 0
  let url = ''

  beforeAll(async () => {
    server = await startRedis('--appendonly', 'yes')
    admin = new Redis({ port: server.port })
    // It is away now and then.
    admin.on('error', () => {})
  })
  beforeEach(async () => {
    database = (database + 1) % 16
    await admin.select(database)
    await admin.flushall()
    url = `${server.url}/${database}`
    users = [newUser(), newUser()]
    for (const user of users) user.writePolicy(POLICY)
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    for (const user of users) user.remove()
  })
  afterAll(async () => {
    admin.disconnect()
    await server.remove()
  })

  const signIn = (user: User): void => {
    for (const [name, value] of Object.entries(user.env)) vi.stubEnv(name, value)
  }
  /** A program of a user, and what becomes of a call of it. */
  const program = async (user: User, settings: KvlarSettings = {}) => {
    signIn(user)
    const told: Notice[] = []
    const kvlar = await openKvlar({ redis: url, tell: (notice) => told.push(notice), ...settings })
    const order = kvlar.guard('read_order', () => 'read')
    const read = async (sessionId = 's'): Promise<unknown> =>
      kvlar.run({ sessionId }, () =>
        order({}).catch((error: unknown) => (error as { readonly code: string }).code),
      )
    return { kvlar, read, told }
  }
  const kinds = (user: User, kind: string): readonly unknown[] =>
    user
      .kvlar('audit', 'tail', '--json', '--lines', '100')
      .out.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly kind: string })
      .filter((entry) => entry.kind === kind)

  test('whoever is turned away on one machine is so on every other, from the next call on', async () => {
    const [here, there] = users
    const { kvlar, read } = await program(here)
    expect(await read()).toBe('read')
    const who = 'principal:sdk-agent'
    expect(there.kvlar('session', 'revoke', who, '--reason', 'left', '--redis', url).status).toBe(0)
    expect(await read()).toBe('IDENTITY_FAILED')
    expect(there.kvlar('session', 'list', '--redis', url).out).toContain('principal:sdk-agent')
    expect(there.kvlar('session', 'list').out).not.toContain('principal:sdk-agent')
    expect(there.kvlar('session', 'restore', who, '--redis', url).status).toBe(0)
    expect(await read()).toBe('read')
    expect(there.kvlar('session', 'revoke', 'everything', '--redis', url).status).toBe(0)
    expect(await read()).toBe('KILL_SWITCH')
    // It is not this machine's alone.
    expect(here.kvlar('session', 'restore', 'everything').status).not.toBe(0)
    expect(here.kvlar('session', 'restore', 'everything', '--redis', url).status).toBe(0)
    expect(await read()).toBe('read')
    await kvlar.close()
    expect(kinds(there, 'revocation')).toMatchObject([
      { step: 'revoked' },
      { step: 'restored' },
      { step: 'revoked' },
    ])
  })

  test('whoever is turned away on this machine alone is so here also where machines share a Redis', async () => {
    const [here, there] = users
    const [one, other] = [await program(here), await program(there)]
    expect(here.kvlar('session', 'revoke', 's').status).toBe(0)
    expect([await one.read(), await other.read()]).toEqual(['SESSION_INVALID', 'read'])
    expect(here.kvlar('session', 'restore', 's', '--redis', url).status).toBe(0)
    expect(await one.read()).toBe('read')
    await one.kvlar.close()
    await other.kvlar.close()
  })

  test('a session is one on every machine, and whom one ended no other lets in', async () => {
    const [here, there] = users
    const invariants = join(here.home, 'invariants.yaml')
    writeFileSync(invariants, 'invariants: [{ name: few, max_actions_per_session: 3 }]\n')
    const drift = { rate: { warnAbove: 1, maxPerMinute: 2 }, geo: false, device: false } as const
    const [one, other] = [await program(here, { invariants }), await program(there, { invariants })]
    expect([await one.read(), await other.read(), await one.read()]).toEqual(['read', 'read', 'read'])
    expect(await other.read()).toBe('INVARIANT_VIOLATION')
    const strict = await program(here, { drift })
    expect([await strict.read('d'), await strict.read('d'), await strict.read('d')]).toContain(
      'DRIFT_DETECTED',
    )
    expect(await other.read('d')).toBe('SESSION_INVALID')
    for (const { kvlar } of [one, other, strict]) await kvlar.close()
    expect(kinds(here, 'sessions')).toMatchObject([{ step: 'begun' }])
  })

  test('while Redis is away calls are denied, a person turns away on their machine at least, and all goes on by itself', async () => {
    const [here, there] = users
    const { kvlar, read, told } = await program(here)
    expect(await read()).toBe('read')
    await server.kill()
    expect(await read()).toBe('EVALUATION_STATE_UNAVAILABLE')
    const revoked = here.kvlar('session', 'revoke', 'everything', '--redis', url)
    expect(revoked.status).not.toBe(0)
    expect(revoked.err).toContain('turned away on this machine alone')
    expect(here.kvlar('session', 'list').out).toContain('everything')
    await server.start()
    await vi.waitFor(async () => expect(await read()).toBe('KILL_SWITCH'), SLOW)
    const other = await program(there)
    await vi.waitFor(async () => expect(await other.read()).toBe('read'), SLOW)
    expect(here.kvlar('session', 'restore', 'everything').status).toBe(0)
    await vi.waitFor(async () => expect(await read()).toBe('read'), SLOW)
    expect(told.map(({ text }) => text).join()).toContain('can be had again')
    for (const one of [kvlar, other.kvlar]) await one.close()
    expect(kinds(here, 'revocation')).toMatchObject([{ step: 'revoked' }, { step: 'restored' }])
  })

  test('a Redis that has lost them denies on each machine that knew them, until a person has sessions begin anew', async () => {
    const [here, there] = users
    for (const user of users) {
      const { kvlar, read } = await program(user)
      expect(await read()).toBe('read')
      await kvlar.close()
    }
    await admin.flushall()
    const lost = await program(here)
    expect(await lost.read()).toBe('EVALUATION_STATE_UNAVAILABLE')
    expect(lost.told.map(({ text }) => text).join()).toContain('kvlar session reset')
    expect(there.kvlar('session', 'reset', '--redis', url)).toMatchObject({ status: 0 })
    expect(await lost.read()).toBe('read')
    await lost.kvlar.close()
    const known = await program(there)
    expect(await known.read()).toBe('read')
    await known.kvlar.close()
    expect(kinds(there, 'sessions')).toMatchObject([{ step: 'begun' }, { step: 'reset' }])
    expect(kinds(here, 'sessions')).toMatchObject([{ step: 'begun' }, { step: 'begun' }])
  })

  test('judging a call asks for both in one script', async () => {
    const [here] = users
    const invariants = join(here.home, 'invariants.yaml')
    writeFileSync(invariants, 'invariants: [{ name: few, max_actions_per_session: 30 }]\n')
    const { kvlar, read } = await program(here, { invariants })
    await read()
    const scripts = async (): Promise<number> =>
      Number(/cmdstat_evalsha:calls=(\d+)/.exec(await admin.info('commandstats'))?.[1])
    const before = await scripts()
    expect(await read()).toBe('read')
    expect((await scripts()) - before).toBe(1)
    await kvlar.close()
  })

  test('keeps to a prefix beside that of limits', async () => {
    const [here] = users
    const { kvlar, read } = await program(here, { redis: { url, prefix: 'desk' } })
    expect(await read()).toBe('read')
    await kvlar.close()
    const keys = await admin.keys('*')
    expect(keys.length).toBeGreaterThan(0)
    expect(keys.filter((key) => !key.startsWith('{desk:standing}:'))).toEqual([])
  })
})
