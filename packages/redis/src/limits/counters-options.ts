import type { RedisClient } from '../connection.ts'
import { REDIS_LIMITS } from '../limits.ts'
import { RANGES, readOptions } from '../read-options.ts'
import { COUNTERS } from '../store-words.ts'

/** How limits on Redis are kept. */
export interface RedisCountersOptions {
  /** What the names of their keys begin with, inside the hash tag; `kvlar:limits` when absent. Whoever shares them says the same. */
  readonly prefix?: string
  /** How long one operation may take, in milliseconds; 2 s when absent. */
  readonly commandMs?: number
  /** Replicas of Redis that must have each write before it counts; none when absent. Not with a cluster. */
  readonly waitReplicas?: number
  /** Calls that one window holds, and windows that are in use; with more, a count cannot be had. A million when absent. */
  readonly callsMax?: number
  readonly seriesMax?: number
  /** The store in which calls were counted before (`id`): that one must be there. Any may be when absent. */
  readonly known?: string
  /** Whether a store that is not there is begun; true when absent. */
  readonly mayMake?: boolean
  /** Whose time counts: that of Redis when absent, or that of each call for a program that plays them again. */
  readonly time?: 'redis' | 'calls'
}

const COUNTED = {
  ...RANGES,
  callsMax: { otherwise: REDIS_LIMITS.windowCallsMax, min: 1, max: REDIS_LIMITS.windowCallsMax },
  seriesMax: { otherwise: REDIS_LIMITS.seriesMax, min: 1, max: REDIS_LIMITS.seriesMax },
} as const

const OTHERS: ReadonlySet<string> = new Set(['prefix', 'known', 'mayMake', 'time'])

export type ReadCountersOptions = Readonly<Record<keyof typeof COUNTED, number>> & {
  readonly prefix: string
  readonly known: string | undefined
  readonly mayMake: boolean
  readonly time: 'redis' | 'calls'
}

/**
 * Fills in what is absent.
 *
 * @throws CountersError `COUNTERS_BAD_OPTION`
 */
export function countersOptions(
  given: RedisCountersOptions,
  from: string | RedisClient,
): ReadCountersOptions {
  const { known, mayMake = true, time = 'redis' } = given
  const read = readOptions({ ...given }, from, {
    ranges: COUNTED,
    others: OTHERS,
    prefix: 'kvlar:limits',
    words: COUNTERS,
  })
  if (time !== 'redis' && time !== 'calls')
    throw COUNTERS.badOption('`time` must be `redis` or `calls`; refusing it')
  return { ...read, known, mayMake, time }
}
