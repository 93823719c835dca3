import type { Redis } from 'ioredis'
import type { Connection } from '../connection.ts'
import type { RedisDurability } from './redis-counters.ts'

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
