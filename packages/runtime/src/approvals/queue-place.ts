import { resolve } from 'node:path'
import { defaultQueueFile } from '../places/own-places.ts'
import { fromEnvironment } from '../settings/environment.ts'

/** Where calls wait for people. */
export type QueuePlace =
  /** Absolute. */
  | { readonly kind: 'file'; readonly file: string }
  /** For more than one machine. The URL may hold a password. */
  | { readonly kind: 'redis'; readonly url: string }

/**
 * The queue that is named, or else that of `KVLAR_APPROVALS_DB`, or else the user's own. A URL with a password
 * belongs into the environment: everybody on the machine can read command lines.
 */
export function queuePlace(named: string | undefined): QueuePlace {
  const said = fromEnvironment('queue')
  const place = named ?? (said === '' ? undefined : said)
  if (place === undefined) return { kind: 'file', file: defaultQueueFile() }
  return /^rediss?:\/\//i.test(place) ? { kind: 'redis', url: place } : { kind: 'file', file: resolve(place) }
}
