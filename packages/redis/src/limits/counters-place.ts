import type { RedisClient } from '../connection.ts'
import { redisPlace } from '../redis-place.ts'
import { COUNTERS } from '../store-words.ts'
import { countersOptions, type RedisCountersOptions } from './counters-options.ts'

/**
 * Names where limits are counted: which Redis, which database and which prefix. Nothing in it is secret, and nothing is
 * opened.
 *
 * @throws CountersError `COUNTERS_BAD_OPTION` for what `openRedisCounters` would not take
 */
export function countersPlace(from: string | RedisClient, options: RedisCountersOptions = {}): string {
  const { prefix, waitReplicas } = countersOptions(options)
  if (waitReplicas > 0 && typeof from !== 'string' && from.isCluster)
    throw COUNTERS.badOption('`waitReplicas` needs a client of one server; refusing it')
  return `${typeof from === 'string' ? ofUrl(from) : ofClient(from)} {${prefix}}`
}

function ofUrl(url: string): string {
  const { name, options } = redisPlace(url, COUNTERS)
  return `${name}/${options.db}`
}

function ofClient(client: RedisClient): string {
  if (!('sentinels' in client.options)) return 'a cluster'
  const { host, port, path, db, sentinels, name } = client.options
  const server = path ?? `${host}:${port}`
  return `${sentinels ? `${name} by Sentinel` : server}/${db}`
}
