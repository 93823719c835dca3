import { clientPlace } from '../client-place.ts'
import type { RedisClient } from '../connection.ts'
import { COUNTERS } from '../store-words.ts'
import { countersOptions, type RedisCountersOptions } from './counters-options.ts'

/**
 * Names where limits are counted: which Redis, which database and which prefix. Nothing in it is secret, and nothing is
 * opened.
 *
 * @throws CountersError `COUNTERS_BAD_OPTION` for what `openRedisCounters` would not take
 */
export function countersPlace(from: string | RedisClient, options: RedisCountersOptions = {}): string {
  const { prefix } = countersOptions(options, from)
  return `${clientPlace(from, COUNTERS)} {${prefix}}`
}
