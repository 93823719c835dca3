import { checkWitnessed, type Witness } from '@kvlar/audit'
import { checkServer } from '../check-server.ts'
import { connect, type RedisClient } from '../connection.ts'
import { REDIS_LIMITS } from '../limits.ts'
import { RANGES, readOptions } from '../read-options.ts'
import { WITNESS } from '../store-words.ts'

/** How checkpoints are kept. */
export interface RedisWitnessOptions {
  /** What the names of the keys begin with; `kvlar:witness` when absent. */
  readonly prefix?: string
  /** How long one operation may take, in milliseconds; 2 s when absent. */
  readonly commandMs?: number
}

/** Checkpoints of the records of any number of machines. */
export interface RedisWitness extends Witness {
  /** Ends the connection, unless it is that of the caller's client. */
  close(): Promise<void>
}

/**
 * Opens a witness on Redis: a list for each home, to which checkpoints are added.
 *
 * It writes with `RPUSH` and reads with `LRANGE` and nothing else, so that a user of Redis that may do no more with these
 * keys can take back nothing. Nothing lapses by itself: a time to live is a right to delete.
 *
 * @throws AuditError `AUDIT_UNAVAILABLE`, here and from every method; `AUDIT_BAD_OPTION` for an option, and for a server
 * that would lose what it holds
 */
export async function openRedisWitness(
  from: string | RedisClient,
  options: RedisWitnessOptions = {},
): Promise<RedisWitness> {
  const { prefix, commandMs } = readOptions({ ...options }, from, {
    ranges: { commandMs: RANGES.commandMs, waitReplicas: { ...RANGES.waitReplicas, max: 0 } },
    others: new Set(['prefix']),
    prefix: 'kvlar:witness',
    words: WITNESS,
  })
  const connection = await connect(from, commandMs, WITNESS)
  try {
    await checkServer(connection, WITNESS)
  } catch (error) {
    connection.close()
    throw error
  }
  const key = (home: string): string => `{${prefix}}:${home}`
  return {
    keep: async (home, note) => {
      checkWitnessed(home, note)
      await connection.run(async (client) => client.rpush(key(home), note))
    },
    notes: async (home) => {
      const all: string[] = []
      for (;;) {
        const last = all.length + REDIS_LIMITS.pageMax - 1
        const page = await connection.run(async (client) => client.lrange(key(home), all.length, last))
        all.push(...page)
        if (page.length < REDIS_LIMITS.pageMax) return all
      }
    },
    close: async () => connection.close(),
  }
}
