import { loadOwnKeys } from '../keys/load-own-keys.ts'
import { existsSync } from 'node:fs'
import type { DurableCounters, SeriesState } from '@kvlar/core'
import { openSqliteCounters } from '@kvlar/gate/sqlite'
import type { Tell } from '../notice.ts'
import { processRecord } from '../record/process-record.ts'
import { recordPlace, type RecordSettings } from '../record/record-place.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { knownStore } from './known-store.ts'
import { limitsPlace } from './limits-place.ts'

export interface LimitsStoreOptions {
  /** The user's own when absent. */
  readonly file: string | undefined
  /** Where it is recorded what a person has forgotten. */
  readonly record: RecordSettings | false
  readonly tell: Tell
}

/** What stands in the limits; undefined while nothing was counted. @throws CountersError */
export async function listLimits(
  named: string | undefined,
  nowMs: number,
): Promise<readonly SeriesState[] | undefined> {
  const file = limitsPlace(named)
  if (!existsSync(file)) return undefined
  return withStore(file, (store) => store.list(nowMs))
}

/**
 * Forgets what stands in one series, or in all, which also accepts a store that was begun anew; how many calls that were.
 * It is recorded first: what cannot be recorded does not happen.
 * @throws SettingsError `SETTINGS_NO_LIMITS`, CountersError, AuditError
 */
export async function resetLimits(
  series: string | undefined,
  { file: named, record, tell }: LimitsStoreOptions,
): Promise<number> {
  const file = limitsPlace(named)
  const place = recordPlace(record)
  const known = place && knownStore(place.dir)
  if (!existsSync(file) && (series !== undefined || known?.read(file) === undefined))
    throw new SettingsError('SETTINGS_NO_LIMITS', `nothing was counted in \`${file}\` yet`)
  const own = processRecord({ place, keys: loadOwnKeys, tell })
  try {
    return await withStore(file, async (store) => {
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
      if (series === undefined) await known?.write(file, store.id, 'anew')
      return forgotten
    })
  } finally {
    await own.close()
  }
}

async function withStore<Result>(
  file: string,
  use: (store: DurableCounters) => Promise<Result>,
): Promise<Result> {
  const store = await openSqliteCounters(file)
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}
