import { resolve } from 'node:path'
import type { RedisClient, RedisCounters } from '@kvlar/redis'
import { defaultLimitsFile } from '../places/own-places.ts'
import { fromEnvironment } from '../settings/environment.ts'
import { SettingsError } from '../settings/settings-error.ts'
import type { LimitsSettings, RedisSettings } from './limits-settings.ts'

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
  const { url = '', client, ...options } = typeof given === 'string' ? { url: given } : given
  const { countersPlace, openRedisCounters } = await import('@kvlar/redis')
  // The types of this package speak of no library: what it needs of a client, the other one checks.
  const from = client === undefined ? withPassword(url) : (client as RedisClient)
  try {
    const name = countersPlace(from, options)
    return { kind: 'redis', name, open: (more) => openRedisCounters(from, { ...options, ...more }) }
  } catch (error) {
    throw new SettingsError('SETTINGS_BAD_VALUE', error instanceof Error ? error.message : String(error))
  }
}

/** The URL with the password of the environment, unless it has one: everybody on the machine can read command lines. */
function withPassword(text: string): string {
  const password = fromEnvironment('redisPassword')
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || url.password !== '' || password === undefined || password === '') return text
  url.password = encodeURIComponent(password)
  return url.href
}
