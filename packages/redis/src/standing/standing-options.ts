import { LIMITS } from '@kvlar/gate'
import type { RedisClient } from '../connection.ts'
import { REDIS_LIMITS } from '../limits.ts'
import { RANGES, readOptions } from '../read-options.ts'
import { STANDING } from '../store-words.ts'

/** How sessions and revocations on Redis are kept. */
export interface RedisStandingOptions {
  /** What the names of their keys begin with, inside the hash tag; `kvlar:standing` when absent. Whoever shares them says the same. */
  readonly prefix?: string
  /** How long one operation may take, in milliseconds; 2 s when absent. */
  readonly commandMs?: number
  /** Replicas of Redis that must have each write before it counts; none when absent. Not with a cluster. */
  readonly waitReplicas?: number
  /** Sessions under way and revocations that stand; with more, none begins, and nobody else but everybody is turned away. */
  readonly sessionsMax?: number
  readonly revocationsMax?: number
  /** How long a session that does not act is remembered, in milliseconds; a week when absent. */
  readonly idleMs?: number
  /** The store that was used before (`id`): that one must be there. Any may be when absent. */
  readonly known?: string
  /** Whether a store that is not there is begun; true when absent. */
  readonly mayMake?: boolean
  /** Whose time counts for sessions: that of Redis when absent, or that of each call for a program that plays them again. */
  readonly time?: 'redis' | 'calls'
  /**
   * Whether this process hears of each change as it happens, by a connection of its own; true when absent, and `later`
   * for one that may be over within a second. Revocations hold for a process that does not as well: it asks before each call.
   */
  readonly listen?: boolean | 'later'
  /** Told what Redis had lost, as in a failover, and has again from this process. */
  readonly onLoss?: (loss: StandingLoss) => void
  /** Told what fails where nobody waits for it. */
  readonly onFailure?: (error: unknown) => void
}

/** What Redis had lost of what this process knows. */
export interface StandingLoss {
  /** Revocations that stood, and stand again. */
  readonly revocations: number
  /** Actions of sessions that count again. */
  readonly actions: number
}

const NUMBERS = {
  ...RANGES,
  sessionsMax: { otherwise: LIMITS.sessionsMax, min: 1, max: REDIS_LIMITS.sessionsMax },
  revocationsMax: { otherwise: LIMITS.revocationsMax, min: 1, max: REDIS_LIMITS.revocationsMax },
  idleMs: { otherwise: LIMITS.sessionIdleMsMax, min: 1, max: REDIS_LIMITS.idleMsMax },
} as const

const OTHERS: ReadonlySet<string> = new Set([
  'prefix',
  'known',
  'mayMake',
  'time',
  'listen',
  'onLoss',
  'onFailure',
])

export type ReadStandingOptions = Readonly<Record<keyof typeof NUMBERS, number>> &
  Required<Omit<RedisStandingOptions, keyof typeof NUMBERS | 'known'>> & {
    readonly known: string | undefined
  }

/**
 * Fills in what is absent.
 *
 * @throws StandingError `STANDING_BAD_OPTION`
 */
export function standingOptions(
  given: RedisStandingOptions,
  from: string | RedisClient,
): ReadStandingOptions {
  const { known, mayMake = true, time = 'redis', listen = true } = given
  const { onLoss = () => {}, onFailure = () => {} } = given
  const read = readOptions({ ...given }, from, {
    ranges: NUMBERS,
    others: OTHERS,
    prefix: 'kvlar:standing',
    words: STANDING,
  })
  if (time !== 'redis' && time !== 'calls')
    throw STANDING.badOption('`time` must be `redis` or `calls`; refusing it')
  if (typeof listen !== 'boolean' && listen !== 'later')
    throw STANDING.badOption('`listen` must be true, false or `later`; refusing it')
  return { ...read, known, mayMake, time, listen, onLoss, onFailure }
}
