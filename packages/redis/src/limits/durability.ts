import type { Redis } from 'ioredis'
import type { Connection } from '../connection.ts'

/** How a Redis keeps what it has written; of the servers of a cluster the least. */
export interface RedisDurability {
  /** Whether it writes down every change, and how soon that reaches the disk; `unknown` where it does not tell. */
  readonly appendonly: boolean
  readonly appendfsync: 'always' | 'everysec' | 'no' | 'unknown'
  /** Replicas that follow it. */
  readonly replicas: number
}

const FSYNCS = ['no', 'unknown', 'everysec', 'always'] as const

/** Asks a Redis how it keeps what it has written. @throws what the store says when it is unavailable */
export async function readDurability(connection: Connection): Promise<RedisDurability> {
  const found = await connection.run(async (client) => {
    const servers = 'nodes' in client ? client.nodes('master') : [client]
    return Promise.all(servers.map(async (server: Redis) => durabilityOf(server)))
  })
  const syncs = new Set(found.map(({ appendfsync }) => appendfsync))
  return {
    appendonly: found.every(({ appendonly }) => appendonly),
    appendfsync: FSYNCS.find((one) => syncs.has(one)) ?? 'unknown',
    replicas: Math.min(...found.map(({ replicas }) => replicas)),
  }
}

async function durabilityOf(server: Redis): Promise<RedisDurability> {
  const [info, fsync] = await Promise.all([
    server.info(),
    // Not everybody may ask, and not every service answers.
    server.config('GET', 'appendfsync').then(
      (answer) => String(Array.isArray(answer) ? answer[1] : ''),
      () => '',
    ),
  ])
  const field = (name: string): string => new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1] ?? ''
  return {
    appendonly: field('aof_enabled') === '1',
    appendfsync: FSYNCS.find((one) => one === fsync) ?? 'unknown',
    replicas: Number(field('connected_slaves')),
  }
}
