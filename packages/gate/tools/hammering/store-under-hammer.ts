import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { DurableCounters } from '@kvlar/core'
import { openSqliteCounters } from '@kvlar/gate/sqlite'
import { openRedisCounters } from '../../../redis/src/index.ts'
import { startForwarder } from '../../../redis/test/forwarder.ts'
import { Redis, startRedis } from '../../../redis/test/redis-server.ts'
import type { SpenderProcess } from './spender-process.ts'

/** Something that takes the store away from some spenders, and gives it back. */
export interface Fault {
  readonly name: string
  readonly begin: () => unknown
  readonly end: () => unknown
  /** Whom it takes the store from. */
  readonly hits: (spender: SpenderProcess) => boolean
}

/** Counters that processes fight for. */
export interface StoreUnderHammer {
  /** By which ways spenders reach it; they are given out in turn. */
  readonly ways: readonly string[]
  readonly faults: readonly Fault[]
  open(): Promise<DurableCounters>
  remove(): Promise<void>
}

export type StoreKind = 'sqlite' | 'redis'

export function makeStore(kind: StoreKind): Promise<StoreUnderHammer> {
  return kind === 'sqlite' ? makeSqlite() : makeRedis()
}

const EVERYBODY = (): boolean => true

async function makeSqlite(): Promise<StoreUnderHammer> {
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-hammer-'))
  const file = join(folder, 'counters.db')
  await (await openSqliteCounters(file)).close()
  const holder = new DatabaseSync(file)
  holder.exec('PRAGMA busy_timeout = 10000')
  return {
    ways: [file],
    faults: [
      {
        name: 'the file is held by another process',
        begin: () => holder.exec('BEGIN IMMEDIATE'),
        end: () => holder.exec('ROLLBACK'),
        hits: EVERYBODY,
      },
    ],
    open: () => openSqliteCounters(file),
    remove: async () => {
      holder.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Half of the spenders reach it by a road that can be cut. */
async function makeRedis(): Promise<StoreUnderHammer> {
  const redis = await startRedis('--appendonly', 'yes', '--appendfsync', 'always')
  const road = await startForwarder(redis.port)
  const admin = async (command: (client: Redis) => Promise<unknown>): Promise<void> => {
    const client = new Redis(redis.url)
    await command(client)
    client.disconnect()
  }
  // The store is there before anybody counts in it.
  await (await openRedisCounters(redis.url)).close()
  return {
    ways: [redis.url, road.url],
    faults: [
      {
        // Of what writes: the pause of everything could not be ended.
        name: 'CLIENT PAUSE',
        begin: () => admin((client) => client.client('PAUSE', 3_600_000, 'WRITE')),
        end: () => admin((client) => client.client('UNPAUSE')),
        hits: EVERYBODY,
      },
      {
        name: 'a partition',
        begin: () => road.cut(),
        end: () => road.mend(),
        hits: ({ store }) => store === road.url,
      },
      {
        name: 'kill -9 of Redis, and a start over its append-only file',
        begin: () => redis.kill(),
        end: () => redis.start(),
        hits: EVERYBODY,
      },
      {
        name: 'a Redis that hangs (SIGSTOP)',
        begin: () => redis.signal('SIGSTOP'),
        end: () => redis.signal('SIGCONT'),
        hits: EVERYBODY,
      },
    ],
    open: () => openRedisCounters(redis.url),
    remove: async () => {
      await road.close()
      await redis.remove()
    },
  }
}
