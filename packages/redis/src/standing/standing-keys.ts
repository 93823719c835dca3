import { createHash } from 'node:crypto'
import { storeKey, type NamedStore } from '../store/open-store.ts'

/** Keys of one store. All carry one hash tag, so that a cluster keeps them in one slot and one script sees all. */
export interface StandingKeys {
  /** What every script works on first: the store, who is turned away, and who was let in again. */
  readonly head: readonly [string, string, string]
  /** The sessions that are under way. */
  readonly index: string
  session(sessionId: string): string
}

/** The store of sessions and revocations that this process uses. */
export type StandingStore = NamedStore<StandingKeys>

/** Characters of the store's id that tell its sessions from those of the one before it. */
const SHORT = 12

/** Who is turned away stays so when sessions begin anew: only these carry the id of the store. */
export function standingKeys(prefix: string, id: string): StandingKeys {
  const within = `{${prefix}}:${id.slice(0, SHORT)}`
  return {
    head: [storeKey(prefix), `{${prefix}}:revoked`, `{${prefix}}:restored`],
    index: `${within}:sessions`,
    // The digest of how it is written in JSON: Redis keeps bytes, which not all names have of their own.
    session: (sessionId) =>
      `${within}:s:${createHash('sha256').update(JSON.stringify(sessionId)).digest('hex')}`,
  }
}

/** Where changes are told. All stores of a server share its channels: each change names its store. */
export function standingChannel(prefix: string): string {
  return `${prefix}:invalidation`
}
