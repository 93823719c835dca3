import { after, StandingError, targetKey, type Revocations } from '@kvlar/gate'
import type { RedisStanding, RedisStandingOptions, StandingLoss } from '@kvlar/redis'
import type { RedisSettings } from '../stores/redis-settings.ts'
import { nameOnRedis, sharedRedis } from '../stores/shared-redis.ts'

/** Where machines share sessions and who is turned away. */
export interface SharedStanding {
  /** How it is called in the record and to people; nothing in it is secret. */
  readonly name: string
  /** @throws StandingError */
  open(options: Omit<RedisStandingOptions, 'prefix' | 'waitReplicas'>): Promise<RedisStanding>
}

/** @throws SettingsError `SETTINGS_BAD_VALUE` for a Redis that cannot be meant */
export async function sharedStanding(given: string | RedisSettings): Promise<SharedStanding> {
  const { from, options } = sharedRedis(given)
  const { prefix, ...rest } = options
  const { openRedisStanding, standingPlace } = await import('@kvlar/redis')
  // Limits have the prefix itself.
  const own = { ...rest, ...(prefix !== undefined && { prefix: `${prefix}:standing` }) }
  const place = nameOnRedis(() => standingPlace(from, own))
  return { name: `Redis at ${place}`, open: (more) => openRedisStanding(from, { ...own, ...more }) }
}

/** What is said when Redis had lost something. */
export function lossText({ revocations, actions }: StandingLoss): string {
  const what = [
    ...(revocations > 0 ? [`${revocations} of those who are turned away`] : []),
    ...(actions > 0 ? [`${actions} actions of a session`] : []),
  ]
  return `Redis had lost ${what.join(' and ')}, as in a failover; it knows them again`
}

type Shared = Pick<RedisStanding['revocations'], 'find' | 'revoke' | 'restore' | 'list'>

/**
 * Whoever is turned away by this user, or by anybody who shares the store. Whom the store cannot be told of is turned away
 * on this machine at least.
 */
export function alsoShared(own: Revocations, shared: Shared): Revocations {
  return {
    // At once where nobody stands in the own file: then sessions and this are asked by one script.
    find: (targets) => after(own.find(targets), (found) => found ?? shared.find(targets)),
    revoke: async (revocation) => {
      try {
        return await shared.revoke(revocation)
      } catch (cause) {
        await own.revoke(revocation)
        throw new StandingError(
          'EVALUATION_STATE_UNAVAILABLE',
          'turned away on this machine alone: the store that others share cannot be told',
          { cause },
        )
      }
    },
    restore: async (target) => {
      const there = await shared.restore(target)
      return (await own.restore(target)) ?? there
    },
    list: async () => {
      const all = new Map(
        [...(await shared.list()), ...(await own.list())].map((one) => [targetKey(one.target), one]),
      )
      return [...all.values()].toSorted((one, other) => one.atMs - other.atMs)
    },
  }
}
