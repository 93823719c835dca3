import { existsSync } from 'node:fs'
import { CountersError, type DurableCounters, type SeriesState } from '@kvlar/core'
import { loadOwnKeys } from '../keys/load-own-keys.ts'
import type { Tell } from '../notice.ts'
import { processRecord } from '../record/process-record.ts'
import { recordPlace, type RecordSettings } from '../record/record-place.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { knownStore } from '../stores/known-store.ts'
import { keptPlace, placeName, type KeptPlace, type LimitsNamed } from './limits-place.ts'

export interface LimitsStoreOptions {
  /** The user's own when nothing is named. */
  readonly named: LimitsNamed
  /** Where it is recorded what a person has forgotten. */
  readonly record: RecordSettings | false
  readonly tell: Tell
}

/** What stands in the limits; undefined while nothing was counted. @throws SettingsError, CountersError */
export async function listLimits(
  named: LimitsNamed,
  nowMs: number,
): Promise<readonly SeriesState[] | undefined> {
  return withStore(await keptPlace(named), false, async (store) => store?.list(nowMs))
}

/**
 * Forgets what stands in one series, or in all, which also accepts a store that was begun anew; how many calls that were.
 * It is recorded first: what cannot be recorded does not happen.
 * @throws SettingsError `SETTINGS_NO_LIMITS`, CountersError, AuditError
 */
export async function resetLimits(
  series: string | undefined,
  { named, record, tell }: LimitsStoreOptions,
): Promise<number> {
  const place = await keptPlace(named)
  const home = recordPlace(record)
  const known = home && knownStore(home.dir, 'limits')
  const name = placeName(place)
  // Redis is shared: that calls were counted there, the record of another machine may know.
  const mayMake = series === undefined && (place.kind === 'redis' || known?.read(name) !== undefined)
  const own = processRecord({ place: home, keys: loadOwnKeys, tell })
  try {
    return await withStore(place, mayMake, async (store) => {
      if (store === undefined)
        throw new SettingsError('SETTINGS_NO_LIMITS', `nothing was counted in \`${name}\` yet`)
      const states = await store.list(0)
      const calls = states
        .filter((one) => series === undefined || one.series === series)
        .reduce((sum, one) => sum + one.calls, 0)
      await own.append({
        kind: 'limits',
        step: 'reset',
        store: store.id,
        ...(series !== undefined && { series }),
        calls,
      })
      const forgotten = await store.reset(series)
      if (series === undefined) await known?.write(name, store.id, 'anew')
      return forgotten
    })
  } finally {
    await own.close()
  }
}

/** @param mayMake whether a store that is not there is begun; otherwise there is none then */
async function withStore<Result>(
  place: KeptPlace,
  mayMake: boolean,
  use: (store: DurableCounters | undefined) => Promise<Result>,
): Promise<Result> {
  const store = await openIfAny(place, mayMake)
  try {
    return await use(store)
  } finally {
    await store?.close()
  }
}

async function openIfAny(place: KeptPlace, mayMake: boolean): Promise<DurableCounters | undefined> {
  if (place.kind === 'file') {
    if (!existsSync(place.file) && !mayMake) return undefined
    const { openSqliteCounters } = await import('@kvlar/gate/sqlite')
    return openSqliteCounters(place.file)
  }
  try {
    return await place.open({ mayMake })
  } catch (error) {
    if (error instanceof CountersError && error.code === 'COUNTERS_GONE') return undefined
    throw error
  }
}
