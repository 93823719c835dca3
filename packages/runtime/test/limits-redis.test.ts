import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openKvlar, type KvlarSettings, type Notice } from '@kvlar/runtime'
import { examine } from '@kvlar/runtime/doctor'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { Redis, redisServer, startRedis, type RedisServer } from '../../redis/test/redis-server.ts'
import { newUser, type User } from './support/user.ts'

/** How long a busy machine may take. */
const SLOW = { timeout: 60_000 }

const POLICY = `
name: orders
rules:
  - id: refunds
    match_on:
      resources: [issue_refund]
      conditions: [{ sum: { of: amount, within: 1d, at_most: 100 } }]
    effect: { type: allow }
`
const PASSWORD = 'p:ss/w@rd%'

describe.skipIf(redisServer === undefined)('limits on Redis', () => {
  let server: RedisServer
  let admin: Redis
  /** Two machines: each has a home and a record of its own. */
  let users: readonly [User, User]
  let database = 0
  let url = ''

  beforeAll(async () => {
    server = await startRedis('--requirepass', PASSWORD, '--appendonly', 'yes')
    admin = new Redis({ port: server.port, password: PASSWORD })
  })
  beforeEach(async () => {
    database = (database + 1) % 16
    await admin.select(database)
    await admin.flushdb()
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
    for (const [name, value] of Object.entries({ ...user.env, KVLAR_REDIS_PASSWORD: PASSWORD }))
      vi.stubEnv(name, value)
  }
  /** What becomes of a refund on a machine, in a Kvlar that is opened for it and closed again. */
  const refund = async (user: User, amount: number, settings: KvlarSettings = {}): Promise<unknown> => {
    signIn(user)
    const kvlar = await openKvlar({ redis: url, tell: () => {}, ...settings })
    try {
      const issue = kvlar.guard('issue_refund', (given: { amount: number }) => given.amount)
      return await issue({ amount }).catch((error: unknown) => error)
    } finally {
      await kvlar.close()
    }
  }
  const kvlar = (user: User, ...args: readonly string[]) => {
    user.env['KVLAR_REDIS_PASSWORD'] = PASSWORD
    return user.kvlar(...args)
  }
  const limitsOf = (user: User): readonly unknown[] =>
    kvlar(user, 'audit', 'tail', '--json', '--lines', '100')
      .out.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly kind: string })
      .filter(({ kind }) => kind === 'limits')

  test('are one for every machine that names it, whose password the environment holds', async () => {
    const [here, there] = users
    expect(await refund(here, 60)).toBe(60)
    expect(await refund(there, 60)).toMatchObject({ code: 'RATE_LIMIT_EXCEEDED' })
    expect(await refund(there, 40)).toBe(40)
    expect(existsSync(join(here.home, 'state', 'kvlar', 'limits'))).toBe(false)
    const [begun, same] = [limitsOf(here), limitsOf(there)]
    expect(begun).toMatchObject([{ step: 'begun' }])
    expect(same).toMatchObject([{ step: 'begun' }])
  })

  test('may be reached by a client of the program, under a prefix of its own', async () => {
    const client = new Redis({ port: server.port, password: PASSWORD, db: database })
    const [user] = users
    const redis = { client, prefix: 'desk' }
    expect(await refund(user, 60, { redis })).toBe(60)
    expect(await refund(user, 60, { redis })).toMatchObject({ code: 'RATE_LIMIT_EXCEEDED' })
    expect(await refund(user, 60)).toBe(60)
    expect(client.status).toBe('ready')
    const keys = await client.keys('*')
    expect(keys.filter((key) => !/^\{(?:desk|kvlar:limits|(?:desk|kvlar):standing)\}:/.test(key))).toEqual([])
    client.disconnect()
  })

  test('are kept in a file or in memory where that is said', async () => {
    const [user] = users
    expect(await refund(user, 60, { limits: 'memory' })).toBe(60)
    expect(await refund(user, 60, { limits: { file: join(user.home, 'l.db') } })).toBe(60)
    expect(await admin.keys('*limits*')).toEqual([])
  })

  test('whose Redis has lost them deny on each machine that knew them, until one person resets all', async () => {
    const [here, there] = users
    expect(await refund(here, 60)).toBe(60)
    expect(await refund(there, 1)).toBe(1)
    await admin.flushdb()
    const told: Notice[] = []
    const denied = { code: 'EVALUATION_STATE_UNAVAILABLE' }
    expect(await refund(here, 1, { tell: (notice) => told.push(notice) })).toMatchObject(denied)
    expect(told.map(({ text }) => text).join()).toContain('has lost what it held')
    expect(await findings(here)).toMatchObject([{ state: 'bad' }])
    expect(kvlar(there, 'limits', 'reset', '--all', '--redis', url)).toMatchObject({ status: 0 })
    expect(await refund(here, 60)).toMatchObject(denied)
    expect(kvlar(there, 'session', 'reset', '--redis', url)).toMatchObject({ status: 0 })
    expect(await refund(here, 60)).toBe(60)
    expect(await refund(there, 60)).toMatchObject({ code: 'RATE_LIMIT_EXCEEDED' })
    expect(limitsOf(there)).toMatchObject([{ step: 'begun' }, { step: 'reset' }])
    expect(limitsOf(here)).toMatchObject([{ step: 'begun' }, { step: 'begun' }])
  })

  test('that a person resets while a program runs begin anew there, which it records', async () => {
    const [here, there] = users
    signIn(here)
    const running = await openKvlar({ redis: url })
    const issue = running.guard('issue_refund', (given: { amount: number }) => given.amount)
    expect(await issue({ amount: 100 })).toBe(100)
    expect(kvlar(there, 'limits', 'reset', '--all', '--redis', url)).toMatchObject({ status: 0 })
    expect(await issue({ amount: 100 })).toBe(100)
    await running.close()
    expect(limitsOf(here)).toMatchObject([{ step: 'begun' }, { step: 'begun' }])
    expect(await refund(here, 1)).toMatchObject({ code: 'RATE_LIMIT_EXCEEDED' })
  })

  test('deny while Redis is away, say so once, and go on by themselves', async () => {
    const [user] = users
    signIn(user)
    const told: Notice[] = []
    const running = await openKvlar({ redis: url, tell: (notice) => told.push(notice) })
    const issue = running.guard('issue_refund', (given: { amount: number }) => given.amount)
    const attempt = async (amount: number) => issue({ amount }).catch((error: unknown) => error)
    expect(await attempt(60)).toBe(60)
    await server.kill()
    for (let n = 0; n < 3; n += 1)
      expect(await attempt(1)).toMatchObject({ code: 'EVALUATION_STATE_UNAVAILABLE' })
    await server.start()
    await expect.poll(() => attempt(1), SLOW).toBe(1)
    expect(await attempt(60)).toMatchObject({ code: 'RATE_LIMIT_EXCEEDED' })
    const texts = told.map(({ text }) => text)
    expect(texts.filter((text) => text.startsWith('limits cannot be counted'))).toHaveLength(1)
    expect(texts).toContain('limits are counted again')
    await running.close()
  })

  test('are listed and forgotten by a person, one by one', async () => {
    const [user] = users
    expect(kvlar(user, 'limits', 'list', '--redis', url)).toMatchObject({ status: 0, out: '' })
    expect(kvlar(user, 'limits', 'reset', 'ffffffff', '--redis', url).status).not.toBe(0)
    expect(await admin.keys('*')).toEqual([])
    expect(await refund(user, 60)).toBe(60)
    const { out } = kvlar(user, 'limits', 'list', '--redis', url, '--json')
    const [row] = JSON.parse(out) as { id: string }[]
    expect(row).toMatchObject({ total: 600_000 })
    expect(kvlar(user, 'limits', 'reset', row?.id ?? '', '--redis', url)).toMatchObject({ status: 0 })
    expect(await refund(user, 100)).toBe(100)
    expect(kvlar(user, 'limits', 'list', '--redis', url, '--limits', 'f').status).toBe(2)
  })

  test('are looked at by doctor: what a crash and a failover may lose', async () => {
    const [user] = users
    expect(await findings(user)).toMatchObject([
      { state: 'ok', text: expect.stringContaining('nothing was') },
    ])
    expect(await refund(user, 60)).toBe(60)
    const name = `Redis at 127.0.0.1:${server.port}/${database} {kvlar:limits}`
    expect(await findings(user)).toMatchObject([
      { state: 'ok', text: `1 window counted in ${name}, for every machine that names it` },
      { state: 'warning', text: expect.stringContaining('the last second') },
      { state: 'ok', text: expect.stringContaining('no replica') },
    ])
    await admin.config('SET', 'appendfsync', 'always')
    expect((await findings(user))[1]).toMatchObject({ state: 'ok' })
    await admin.config('SET', 'appendonly', 'no')
    expect((await findings(user))[1]).toMatchObject({ state: 'bad', fix: 'CONFIG SET appendonly yes' })
    await admin.config('SET', 'appendonly', 'yes')
    vi.stubEnv('KVLAR_REDIS_PASSWORD', 'wrong')
    const [refused] = await findings(user, 'wrong')
    expect(refused).toMatchObject({ state: 'bad', text: expect.stringContaining('WRONGPASS') })
    expect(refused?.text).not.toContain(PASSWORD)
  })
  const findings = async (user: User, password = PASSWORD) => {
    signIn(user)
    vi.stubEnv('KVLAR_REDIS_PASSWORD', password)
    const auditDir = join(user.home, 'state', 'kvlar', 'audit')
    const found = await examine({ auditDir, policies: [], nowMs: Date.now(), redis: url })
    return found.filter(({ about }) => about === 'limits')
  }
})

test.each<[unknown, string]>([
  ['http://127.0.0.1', 'must be `redis://'],
  [{}, 'either `url` or `client`'],
  [{ url: 'redis://a', client: {} }, 'a client of ioredis'],
  [{ url: 'redis://a', prefix: 'a b' }, 'no space or brace'],
  [{ url: 'redis://a', waitReplicas: 17 }, 'from 0 to 16'],
  [7, 'a URL or a map'],
])('the setting `redis: %j` is refused before anything is open', async (redis, why) => {
  const user = newUser()
  user.writePolicy(POLICY)
  for (const [name, value] of Object.entries(user.env)) vi.stubEnv(name, value)
  const opening = openKvlar({ redis: redis as never })
  await expect(opening).rejects.toMatchObject({ code: 'SETTINGS_BAD_VALUE' })
  await expect(opening).rejects.toThrow(why)
  vi.unstubAllEnvs()
  user.remove()
})
