import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openRedisWitness, type RedisClient, type RedisWitness } from '@kvlar/redis'
import { buildChain, HOME_ID } from '../../audit/test/chain.ts'
import { describeWitness } from '../../audit/test/witness-contract.ts'
import { redisServer, startCluster, startRedis, type RedisCluster, type RedisServer } from './redis-server.ts'

const PATIENT = { timeout: 60_000 }
const opened: RedisWitness[] = []
let witnesses = 0

async function open(...[from, options]: Parameters<typeof openRedisWitness>): Promise<RedisWitness> {
  const prefix = `witness-${(witnesses += 1)}`
  const witness = await openRedisWitness(from, { prefix, ...options })
  opened.push(witness)
  return witness
}

function describeOn(from: () => string | RedisClient): void {
  describeWitness('a witness on Redis', { open: () => open(from()) })
}

afterAll(async () => {
  for (const witness of opened) await witness.close()
})

describe.skipIf(redisServer === undefined)('on a server', () => {
  let server: RedisServer
  let notes: readonly string[]
  beforeAll(async () => {
    server = await startRedis('--appendonly', 'yes')
    ;({ notes } = await buildChain(3, [1, 2, 3]))
  })
  afterAll(async () => server.remove())

  describeOn(() => server.url)

  test('whose user may add and read alone, it has taken nothing back', async () => {
    const admin = new Redis(server.url)
    const rights = 'on >secret resetkeys ~app:* &* +@all -@admin -@dangerous +info'
    const witnessing = '(~{kvlar:witness}:* -@all +rpush +lrange)'
    await admin.call('ACL', 'SETUSER', 'kvlar', ...rights.split(' '), witnessing)
    const url = `redis://kvlar:secret@127.0.0.1:${server.port}`
    const witness = await openRedisWitness(url)
    opened.push(witness)
    for (const note of notes) await witness.keep(HOME_ID, note)
    const thief = new Redis(url)
    const key = `{kvlar:witness}:${HOME_ID}`
    const ways = [
      ['DEL', key],
      ['UNLINK', key],
      ['LTRIM', key, '0', '0'],
      ['LSET', key, '0', 'x'],
      ['LPOP', key],
      ['LREM', key, '0', notes[0] ?? ''],
      ['EXPIRE', key, '0'],
      ['SET', key, 'x'],
      ['RENAME', 'app:x', key],
      ['COPY', 'app:x', key, 'REPLACE'],
      ['RESTORE', key, '0', 'x', 'REPLACE'],
      ['EVAL', `return redis.call('DEL', KEYS[1])`, '1', key],
      ['EVAL', `return redis.call('DEL', '${key}')`, '0'],
      ['FLUSHALL'],
      ['FLUSHDB'],
      ['SWAPDB', '0', '1'],
      ['ACL', 'SETUSER', 'kvlar', 'allkeys'],
      ['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru'],
    ]
    await thief.set('app:x', 'x')
    for (const [command = '', ...args] of ways)
      await expect(thief.call(command, ...args), command).rejects.toThrow(/NOPERM|can't (access|run)/)
    expect(await witness.notes(HOME_ID)).toEqual(notes)
    thief.disconnect()
    admin.disconnect()
  })

  test('it has more than one page', async () => {
    const witness = await open(server.url)
    const many = Array.from({ length: 501 }, (_, at) => notes[at % 3] ?? '')
    await Promise.all(many.map((note) => witness.keep(HOME_ID, note)))
    expect(await witness.notes(HOME_ID)).toHaveLength(501)
  })

  test('that is gone it says so, and works again by itself with what it was told', async () => {
    const witness = await open(server.url)
    const [first = '', second = ''] = notes
    await witness.keep(HOME_ID, first)
    await server.kill()
    await expect(witness.keep(HOME_ID, second)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
    await expect(witness.notes(HOME_ID)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
    await server.start()
    await vi.waitFor(() => witness.keep(HOME_ID, second), PATIENT)
    expect(await witness.notes(HOME_ID)).toEqual([first, second])
  })

  test.each([{ prefix: 'a}b' }, { commandMs: 0 }, { ttl: 5 }, { waitReplicas: 1 }])(
    'the options %j are refused',
    async (options) => {
      await expect(openRedisWitness(server.url, options)).rejects.toMatchObject({ code: 'AUDIT_BAD_OPTION' })
    },
  )
})

describe.skipIf(redisServer === undefined)('on a cluster', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startCluster()
  })
  afterAll(async () => cluster.remove())

  describeOn(() => cluster.client)
})
