import type { RedisClient } from '@kvlar/redis'
import { fromEnvironment } from '../settings/environment.ts'
import { SettingsError } from '../settings/settings-error.ts'
import type { RedisSettings } from './redis-settings.ts'

/** A Redis as the stores on it are opened. */
export interface SharedRedis {
  readonly from: string | RedisClient
  readonly options: Pick<RedisSettings, 'prefix' | 'waitReplicas'>
}

export function sharedRedis(given: string | RedisSettings): SharedRedis {
  const { url = '', client, ...options } = typeof given === 'string' ? { url: given } : given
  // The types of this package speak of no library: what it needs of a client, the other one checks.
  return { from: client === undefined ? withPassword(url) : (client as RedisClient), options }
}

/**
 * What names a place on Redis, or refuses it.
 * @throws SettingsError `SETTINGS_BAD_VALUE` for a Redis that cannot be meant
 */
export function nameOnRedis(name: () => string): string {
  try {
    return name()
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
