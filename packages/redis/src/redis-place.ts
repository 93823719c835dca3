import { isIP } from 'node:net'
import type { RedisOptions } from 'ioredis'
import type { StoreWords } from './store-words.ts'

/** Where a Redis is and how to sign in there; `name` is all of it that may be shown. */
export interface RedisPlace {
  readonly name: string
  readonly options: Pick<RedisOptions, 'host' | 'port' | 'db' | 'username' | 'password' | 'tls'>
}

const PORT = 6379

/**
 * Reads `redis://[user[:password]@]host[:port][/database]`, or `rediss://` for TLS with a verified certificate.
 * Nothing but this is read: ioredis would take any of its options from the query of a URL.
 *
 * @throws what the store says of a bad option, which never holds the URL
 */
export function redisPlace(text: string, words: StoreWords): RedisPlace {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const database = /^\/?(\d{0,5})$/.exec(url?.pathname ?? '')?.[1]
  const isRead =
    url !== undefined &&
    (url.protocol === 'redis:' || url.protocol === 'rediss:') &&
    url.hostname !== '' &&
    url.search === '' &&
    url.hash === '' &&
    database !== undefined
  const credentials = isRead ? [decoded(url.username), decoded(url.password)] : []
  const [username, password] = credentials
  if (!isRead || username === undefined || password === undefined)
    throw words.badOption(
      `the URL of ${words.name} must be \`redis://[user[:password]@]host[:port][/database]\`, or \`rediss://\` for TLS, and nothing else; refusing it`,
    )
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = url.port === '' ? PORT : Number(url.port)
  return {
    name: `${url.hostname}:${port}`,
    options: {
      host,
      port,
      db: Number(database),
      ...(username !== '' && { username }),
      ...(password !== '' && { password }),
      ...(url.protocol === 'rediss:' && {
        // Verified whatever the environment says.
        tls: { rejectUnauthorized: true, ...(isIP(host) === 0 && { servername: host }) },
      }),
    },
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
