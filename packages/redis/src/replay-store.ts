import type { ReplayAnswer, ReplayStore } from '@kvlar/crypto'
import type { Redis } from 'ioredis'
import { checkServer } from './check-server.ts'
import { connect, type RedisClient } from './connection.ts'
import { REDIS_LIMITS } from './limits.ts'
import { USED_PERMITS } from './store-words.ts'

/** How used permits are kept. */
export interface RedisReplayOptions {
  /** What the names of the keys begin with; `kvlar:permits` when absent. Replicas of one service share it. */
  readonly prefix?: string
  /** How long one claim may take, in milliseconds; 2 s when absent. */
  readonly commandMs?: number
  /** Replicas of Redis that must have each claim before it counts; none when absent. Not with a cluster. */
  readonly waitReplicas?: number
}

/** A memory of used permits that the replicas of a service share. */
export interface RedisReplayStore extends ReplayStore {
  /** Ends the connection, unless it is that of the caller's client. */
  close(): Promise<void>
}

const OPTIONS: ReadonlySet<string> = new Set(['prefix', 'commandMs', 'waitReplicas'])

/**
 * Opens a memory of used permits on Redis.
 *
 * Each claim is one `SET … NX PX`, atomic and in one round trip; the server forgets it when its time is over, and a
 * minute later than asked, because clocks of replicas may be apart. A claim that Redis does not answer in time rejects,
 * and the permit then counts as used or not: whoever redeems refuses it either way.
 *
 * What was claimed survives what the server survives. A server that loses its last writes could have a permit used once
 * more while it lasts; `appendonly yes` with `appendfsync always`, and `waitReplicas`, keep it from that.
 *
 * @throws PermitError `PERMIT_REPLAY_STORE_UNAVAILABLE`, here and from `claim`; `PERMIT_INVALID_REQUEST` for an option,
 * and for a server that would forget early
 */
export async function openRedisReplayStore(
  from: string | RedisClient,
  options: RedisReplayOptions = {},
): Promise<RedisReplayStore> {
  const { prefix = 'kvlar:permits', commandMs = REDIS_LIMITS.commandMs, waitReplicas = 0 } = options
  const unknown = Object.keys(options).find((name) => !OPTIONS.has(name))
  if (unknown !== undefined) throw badOption(`\`${unknown}\` is no option of it`)
  if (!/^[^{}\s]+$/.test(prefix) || prefix.length > REDIS_LIMITS.prefixCharsMax)
    throw badOption(
      `\`prefix\` must have 1 to ${REDIS_LIMITS.prefixCharsMax} characters and no space or brace`,
    )
  checkCount('commandMs', commandMs, [1, REDIS_LIMITS.commandMsMax])
  checkCount('waitReplicas', waitReplicas, [0, REDIS_LIMITS.replicasMax])
  if (waitReplicas > 0 && typeof from !== 'string' && from.isCluster)
    throw badOption('`waitReplicas` needs a client of one server')

  const connection = await connect(from, commandMs, USED_PERMITS)
  try {
    await checkServer(connection, USED_PERMITS)
  } catch (error) {
    connection.close()
    throw error
  }
  const set = (key: string, ms: number): Promise<string | null> =>
    connection.run(async (client) =>
      waitReplicas === 0
        ? client.set(key, '', 'PX', ms, 'NX')
        : // Only a client of one server waits for replicas; that was checked.
          setAndWait(client as Redis, { key, ms, waitReplicas }),
    )
  return {
    claim: async ({ id, keepUntil, now }): Promise<ReplayAnswer> => {
      const seconds = keepUntil - now
      // What is over is never claimed again, and what has no end that counts is promised nothing.
      if (!(seconds > 0)) return 'replayed'
      if (seconds > REDIS_LIMITS.replaySecondsMax || id.length > REDIS_LIMITS.replayIdCharsMax) return 'full'
      const ms = Math.ceil((seconds + REDIS_LIMITS.replaySlackSeconds) * 1000)
      return (await set(`${prefix}:${id}`, ms)) === 'OK' ? 'claimed' : 'replayed'
    },
    close: async () => connection.close(),
  }
}

/** WAIT counts what the same connection has written, so both travel together. */
async function setAndWait(
  client: Redis,
  { key, ms, waitReplicas }: { readonly key: string; readonly ms: number; readonly waitReplicas: number },
): Promise<string | null> {
  const batch = client.pipeline().set(key, '', 'PX', ms, 'NX')
  const [done, waited] = (await batch.wait(waitReplicas, REDIS_LIMITS.replicaMs).exec()) ?? []
  const error = done?.[0] ?? waited?.[0]
  if (error !== null && error !== undefined) throw error
  const count = Number(waited?.[1])
  if (!(count >= waitReplicas)) throw new Error(`${count} of ${waitReplicas} replicas have the write`)
  return done?.[1] === 'OK' ? 'OK' : null
}

function checkCount(name: string, value: number, [min, max]: readonly [number, number]): void {
  if (!Number.isInteger(value) || value < min || value > max)
    throw badOption(`\`${name}\` is \`${value}\` and must be from ${min} to ${max}`)
}

function badOption(problem: string): Error {
  return USED_PERMITS.badOption(`${USED_PERMITS.name} on Redis: ${problem}; refusing to open it`)
}
