import { checkServer } from '../check-server.ts'
import { connect, type RedisClient } from '../connection.ts'
import { openStore } from '../store/open-store.ts'
import { COUNTERS } from '../store-words.ts'
import { countersOptions, type RedisCountersOptions } from './counters-options.ts'
import { countersOver } from './counters-over.ts'
import { countersPlace } from './counters-place.ts'
import { counterKeys } from './counter-keys.ts'
import { readDurability } from './read-durability.ts'
import type { RedisCounters } from './redis-counters.ts'

/**
 * Opens limits on Redis, for any number of processes on any number of machines.
 *
 * Takes a URL (`redis://` or `rediss://`), or a client of ioredis, `Cluster` included, that the caller closes. What a
 * decision reads and leaves is one script and one round trip, whatever windows it is about; windows are exact, and by the
 * time of Redis. An operation that Redis does not answer in time rejects, which denies the call; what it may have left
 * is taken back as soon as Redis answers again.
 *
 * What was counted survives what the server survives: with `appendonly yes` and `appendfsync always` a crash; with
 * `everysec` all but the last second. A failover may lose what the new primary had not received yet, and so much may be
 * let through once more; `waitReplicas` narrows that. A server that has lost everything is noticed: its store is gone,
 * and calls are denied until a person says that every limit begins anew.
 *
 * @throws CountersError `EVALUATION_STATE_UNAVAILABLE`, here and from every method; `COUNTERS_GONE` likewise, when there is another
 * store than the one calls were counted in; `COUNTERS_BAD_OPTION` for an option or a server that would lose counts
 */
export async function openRedisCounters(
  from: string | RedisClient,
  options: RedisCountersOptions = {},
): Promise<RedisCounters> {
  const read = countersOptions(options, from)
  const place = countersPlace(from, options)
  const connection = await connect(from, read.commandMs, COUNTERS)
  try {
    await checkServer(connection, COUNTERS)
    const store = await openStore(connection, {
      ...read,
      words: COUNTERS,
      place,
      keysOf: (id) => counterKeys(read.prefix, id),
    })
    const counters = countersOver(connection, store, read)
    return {
      ...counters,
      // It changes when a person has all limits begin anew.
      get id() {
        return counters.id
      },
      durability: () => readDurability(connection),
      close: async () => {
        await counters.close()
        connection.close()
      },
    }
  } catch (error) {
    connection.close()
    throw error
  }
}
