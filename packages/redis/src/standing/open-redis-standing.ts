import type { Broadcaster, Sessions } from '@kvlar/gate'
import { checkServer } from '../check-server.ts'
import { clientPlace } from '../client-place.ts'
import { connect, type RedisClient } from '../connection.ts'
import { REDIS_LIMITS } from '../limits.ts'
import { redisSessions } from '../sessions/redis-sessions.ts'
import { openStore } from '../store/open-store.ts'
import { STANDING } from '../store-words.ts'
import { askTogether } from './ask-together.ts'
import { KnownRevocations } from './known-revocations.ts'
import { listen } from './listen.ts'
import { redisRevocations, type RedisRevocations } from './redis-revocations.ts'
import { standingChannel, standingKeys } from './standing-keys.ts'
import { standingOptions, type RedisStandingOptions } from './standing-options.ts'

/** What gates on any number of machines share beside limits: sessions, and who is turned away. */
export interface RedisStanding {
  /** Names this store: one that is made anew has another name. */
  readonly id: string
  readonly sessions: Sessions
  readonly revocations: RedisRevocations
  /**
   * Tells whoever listens of each revocation, on every machine; publishing is having it stand in the store. Who missed it
   * is told when it is back.
   */
  readonly broadcaster: Broadcaster
  /** Has every session begin anew, for everyone; who is turned away stays so. */
  reset(): Promise<void>
  close(): Promise<void>
}

/**
 * Names where sessions and revocations are kept, without secrets; nothing is opened.
 *
 * @throws StandingError `STANDING_BAD_OPTION` for what `openRedisStanding` would not take
 */
export function standingPlace(from: string | RedisClient, options: RedisStandingOptions = {}): string {
  return `${clientPlace(from, STANDING)} {${standingOptions(options, from).prefix}}`
}

/**
 * Opens sessions and revocations on Redis, for any number of processes on any number of machines.
 *
 * Takes a URL (`redis://` or `rediss://`), or a client of ioredis, `Cluster` included, that the caller closes. What
 * judging a call asks of both is one script and one round trip. Without an answer in time it rejects, which denies.
 *
 * What was answered survives what the server survives. A failover may lose what the new primary had not received yet
 * (`waitReplicas` narrows that): each process that runs then has Redis know again what it knows, and says how much that
 * was (`onLoss`). A server that has lost everything is noticed: its store is gone, and calls are denied until a person
 * says that sessions begin anew.
 *
 * @throws StandingError `EVALUATION_STATE_UNAVAILABLE`, here and from every method; `STANDING_GONE` likewise, when there is
 * another store than the one that was used; `STANDING_BAD_OPTION` for an option or a server that would lose what it holds
 */
export async function openRedisStanding(
  from: string | RedisClient,
  options: RedisStandingOptions = {},
): Promise<RedisStanding> {
  const read = standingOptions(options, from)
  const place = standingPlace(from, options)
  const connection = await connect(from, read.commandMs, STANDING)
  const { client } = connection
  const closing: (() => void)[] = [() => connection.close()]
  let isClosed = false
  const close = (): void => {
    isClosed = true
    for (const end of closing.splice(0).toReversed()) end()
  }
  try {
    await checkServer(connection, STANDING)
    const store = await openStore(connection, {
      ...read,
      words: STANDING,
      place,
      keysOf: (id) => standingKeys(read.prefix, id),
    })
    const known = new KnownRevocations(store, read)
    const look = (): void => void known.look()
    client.on('ready', look)
    closing.push(() => client.off('ready', look))
    const hear = async (): Promise<void> => {
      const listening = await listen(client, {
        channel: standingChannel(read.prefix),
        commandMs: read.commandMs,
        onMessage: (message) => known.hear(message),
        onBegun: look,
      })
      if (isClosed) return listening.close()
      closing.push(() => listening.close())
      await known.begin()
    }
    closing.push(() => known.end())
    if (read.listen === true) await hear()
    if (read.listen === 'later') {
      const timer = setTimeout(() => void hear().catch(read.onFailure), REDIS_LIMITS.listenLaterMs).unref()
      closing.push(() => clearTimeout(timer))
    }
    const asks = askTogether(store, read, (changes) => known.notice(changes))
    const revocations = redisRevocations(store, asks, known, read)
    return {
      get id() {
        return store.id
      },
      sessions: redisSessions(store, asks, read),
      revocations,
      broadcaster: {
        publish: async (revocation) => void (await revocations.revoke(revocation)),
        subscribe: (listener) => known.listeners.add(listener),
      },
      reset: () => store.beginAnew(),
      close: async () => close(),
    }
  } catch (error) {
    close()
    throw error
  }
}
