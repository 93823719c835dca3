import { REDIS_LIMITS } from '../limits.ts'
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

type Counts = Required<Pick<RedisCountersOptions, 'commandMs' | 'waitReplicas' | 'callsMax' | 'seriesMax'>>

const RANGES: Readonly<
  Record<keyof Counts, { readonly otherwise: number; readonly min: number; readonly max: number }>
> = {
  commandMs: { otherwise: REDIS_LIMITS.commandMs, min: 1, max: REDIS_LIMITS.commandMsMax },
  waitReplicas: { otherwise: 0, min: 0, max: REDIS_LIMITS.replicasMax },
  callsMax: { otherwise: REDIS_LIMITS.windowCallsMax, min: 1, max: REDIS_LIMITS.windowCallsMax },
  seriesMax: { otherwise: REDIS_LIMITS.seriesMax, min: 1, max: REDIS_LIMITS.seriesMax },
}

const OTHERS: ReadonlySet<string> = new Set(['prefix', 'known', 'mayMake', 'time'])

export interface ReadCountersOptions extends Counts {
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
export function countersOptions(given: RedisCountersOptions): ReadCountersOptions {
  const unknown = Object.keys(given).find((name) => !OTHERS.has(name) && !Object.hasOwn(RANGES, name))
  if (unknown !== undefined) throw refused(`\`${unknown}\` is no option of limits on Redis`)
  const { prefix = 'kvlar:limits', known, mayMake = true, time = 'redis' } = given
  if (!/^[^{}\s]+$/.test(prefix) || prefix.length > REDIS_LIMITS.prefixCharsMax)
    throw refused(
      `the prefix \`${prefix}\` must have 1 to ${REDIS_LIMITS.prefixCharsMax} characters and no space or brace`,
    )
  if (time !== 'redis' && time !== 'calls') throw refused('`time` must be `redis` or `calls`')
  const count = (name: keyof Counts): number => {
    const { otherwise, min, max } = RANGES[name]
    const value = given[name] ?? otherwise
    if (!Number.isInteger(value) || value < min || value > max)
      throw refused(`\`${name}\` is \`${value}\` and must be from ${min} to ${max}`)
    return value
  }
  return {
    prefix,
    known,
    mayMake,
    time,
    commandMs: count('commandMs'),
    waitReplicas: count('waitReplicas'),
    callsMax: count('callsMax'),
    seriesMax: count('seriesMax'),
  }
}

function refused(problem: string): Error {
  return COUNTERS.badOption(`${problem}; refusing it`)
}
