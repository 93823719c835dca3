import type { Redis } from 'ioredis'
import type { Connection } from './connection.ts'
import type { StoreWords } from './store-words.ts'

/** What a server must say about itself, and how to mend it. */
const NEEDS = [
  {
    field: 'role',
    value: 'master',
    mend: 'connect to the primary: what is written to a replica is lost',
  },
  {
    field: 'maxmemory_policy',
    value: 'noeviction',
    mend: 'run `CONFIG SET maxmemory-policy noeviction`, or use a Redis of its own: another policy drops what is needed when memory is short',
  },
] as const

/**
 * Refuses servers that would lose rows without telling.
 *
 * @throws what the store says of a bad option, and when it is unavailable
 */
export async function checkServer(connection: Connection, words: StoreWords): Promise<void> {
  const infos = await connection.run(async (client) => {
    // Every primary of a cluster may come to hold the slot of the queue.
    const servers = 'nodes' in client ? client.nodes('master') : [client]
    return Promise.all(servers.map(async (server: Redis) => server.info()))
  })
  for (const info of infos)
    for (const { field, value, mend } of NEEDS) {
      const found = new RegExp(`^${field}:(.*?)\r?$`, 'm').exec(info)?.[1]
      if (found !== value)
        throw words.badOption(
          `the Redis of ${words.name} has \`${field}:${found ?? ''}\` and must have \`${field}:${value}\`; refusing it: ${mend}`,
        )
    }
}
