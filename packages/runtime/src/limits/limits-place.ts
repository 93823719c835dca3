import { resolve } from 'node:path'
import type { RedisCounters } from '@kvlar/redis'
import { defaultLimitsFile } from '../places/own-places.ts'
import type { RedisSettings } from '../stores/redis-settings.ts'
import { nameOnRedis, sharedRedis } from '../stores/shared-redis.ts'
import type { LimitsSettings } from './limits-settings.ts'

/** Where calls are counted. */
export type LimitsPlace = { readonly kind: 'memory' } | KeptPlace

/** The same, where it outlives the process. */
export type KeptPlace =
  /** Absolute; for the processes of this user. */
  | { readonly kind: 'file'; readonly file: string }
  /** For more than one machine. */
  | RedisPlace

export interface RedisPlace {
  readonly kind: 'redis'
  /** Which Redis, and where in it, without secrets. */
  readonly name: string
  /** @throws CountersError */
  open(options: KnownCounters): Promise<RedisCounters>
}

/** Of the options of a store there, those that a process decides for itself. */
interface KnownCounters {
  /** The store in which calls were counted before: that one must be there. */
  readonly known?: string
  /** Whether a store that is not there is begun; true when absent. */
  readonly mayMake?: boolean
}

/** What was said of it, if anything. */
export interface LimitsNamed {
  readonly limits?: LimitsSettings | undefined
  readonly redis?: string | RedisSettings | undefined
}

/**
 * The file that is named, or else the Redis that is, or else the user's own file.
 * @throws SettingsError `SETTINGS_BAD_VALUE` for a Redis that cannot be meant
 */
export async function keptPlace({ limits, redis }: LimitsNamed): Promise<KeptPlace> {
  if (limits !== undefined) return { kind: 'file', file: resolve(limits.file) }
  return redis === undefined ? { kind: 'file', file: defaultLimitsFile() } : redisPlace(redis)
}

/** How a place is called in the record and to people. */
export function placeName(place: KeptPlace): string {
  return place.kind === 'file' ? place.file : `Redis at ${place.name}`
}

async function redisPlace(given: string | RedisSettings): Promise<RedisPlace> {
  const { from, options } = sharedRedis(given)
  const { countersPlace, openRedisCounters } = await import('@kvlar/redis')
  const name = nameOnRedis(() => countersPlace(from, options))
  return { kind: 'redis', name, open: (more) => openRedisCounters(from, { ...options, ...more }) }
}
