import type { RedisClient } from './connection.ts'
import { redisPlace } from './redis-place.ts'
import type { StoreWords } from './store-words.ts'

/**
 * Which Redis, and which database: for people, without secrets, and nothing is opened.
 *
 * @throws what the store says of a bad option
 */
export function clientPlace(from: string | RedisClient, words: StoreWords): string {
  if (typeof from !== 'string') return ofClient(from)
  const { name, options } = redisPlace(from, words)
  return `${name}/${options.db}`
}

function ofClient(client: RedisClient): string {
  if (!('sentinels' in client.options)) return 'a cluster'
  const { host, port, path, db, sentinels, name } = client.options
  const server = path ?? `${host}:${port}`
  return `${sentinels ? `${name} by Sentinel` : server}/${db}`
}
