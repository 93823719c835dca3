import { loadOwnKeys } from '../keys/load-own-keys.ts'
import { revocationBody } from '@kvlar/audit'
import type { Revocation, Revocations, Target } from '@kvlar/gate'
import type { RedisStanding } from '@kvlar/redis'
import type { Tell } from '../notice.ts'
import { onDemand } from '../on-demand.ts'
import { processRecord } from '../record/process-record.ts'
import { recordPlace, type RecordSettings } from '../record/record-place.ts'
import type { RedisSettings } from '../stores/redis-settings.ts'
import { ownRevocations } from './own-revocations.ts'
import { alsoShared, sharedStanding } from './shared-standing.ts'

/** Who is turned away, for a person who changes it: every step goes to the record of this process. */
export interface OpenStanding {
  /**
   * Says whether they were not turned away yet.
   * @throws StandingError when the store that others share cannot be told; they are turned away on this machine all the same
   */
  revoke(revocation: Revocation): Promise<boolean>
  /** Ends it; undefined where they were not turned away. */
  restore(target: Target, of: Pick<Revocation, 'by' | 'reason'>): Promise<Revocation | undefined>
  close(): Promise<void>
}

export interface OpenStandingOptions {
  readonly record: RecordSettings | false
  /** What machines share, if they do. */
  readonly redis?: string | RedisSettings | undefined
  readonly tell: Tell
}

/** @throws SettingsError for a Redis that cannot be meant */
export async function openStanding({ record, redis, tell }: OpenStandingOptions): Promise<OpenStanding> {
  const looked = await lookAtStanding(redis)
  const { revocations } = looked
  const own = processRecord({ place: recordPlace(record), keys: loadOwnKeys, tell })
  return {
    // Whoever is to be turned away is so also where that cannot be recorded, or on this machine alone.
    revoke: async (revocation) => {
      const revoked = await Promise.allSettled([revocations.revoke(revocation)])
      const [isNew] = revoked
      if (isNew.status === 'rejected' || isNew.value) await own.append(revocationBody('revoked', revocation))
      if (isNew.status === 'rejected') throw isNew.reason
      return isNew.value
    },
    // INVARIANT: nobody is let in again before that stands in the record.
    restore: async (target, { by, reason }) => {
      const found = await revocations.find([target])
      if (found === undefined) return undefined
      await own.append(revocationBody('restored', { target, by, reason }))
      return revocations.restore(target)
    },
    close: async () => {
      await looked.close()
      await own.close()
    },
  }
}

/** Who is turned away, for a person who looks. */
export interface LookedAt {
  readonly revocations: Revocations
  close(): Promise<void>
}

/** By this user, and by everybody with whom a Redis is shared. @throws SettingsError for a Redis that cannot be meant */
export async function lookAtStanding(redis: string | RedisSettings | undefined): Promise<LookedAt> {
  if (redis === undefined) return { revocations: ownRevocations(), close: () => Promise.resolve() }
  const shared = await sharedStanding(redis)
  const opened = onDemand(() => shared.open({ listen: false }))
  const use = async <Result>(how: (of: RedisStanding['revocations']) => Promise<Result>): Promise<Result> =>
    how((await opened.get()).revocations)
  const revocations = alsoShared(ownRevocations(), {
    find: (targets) => use((of) => of.find(targets)),
    revoke: (revocation) => use((of) => of.revoke(revocation)),
    restore: (target) => use((of) => of.restore(target)),
    list: () => use((of) => of.list()),
  })
  return {
    revocations,
    close: async () => {
      const open = await opened.end()?.catch(() => undefined)
      await open?.close()
    },
  }
}
