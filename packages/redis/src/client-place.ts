import type { Cluster, Redis } from 'ioredis'
import { redisPlace } from './redis-place.ts'
import type { StoreWords } from './store-words.ts'

/**
 * Which Redis, and which database: for people, without secrets, and nothing is opened.
 *
 * @throws what the store says of a bad option
 */
export function clientPlace(from: string | Redis | Cluster, words: StoreWords): string {
  if (typeof from !== 'string') return ofClient(from)
  const { name, options } = redisPlace(from, words)
  return `${name}/${options.db}`
}

function ofClient(client: Redis | Cluster): string {
  const name = clientName(client)
  return 'sentinels' in client.options ? `${name}/${client.options.db}` : name
}

/** Which Redis a client of the caller speaks to, for people. */
export function clientName(client: Redis | Cluster): string {
  if (!('sentinels' in client.options)) return 'a cluster'
  const { host, port, path, sentinels, name } = client.options
  return sentinels ? `${name} by Sentinel` : (path ?? `${host}:${port}`)
}
