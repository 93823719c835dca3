import { existsSync } from 'node:fs'
import { loadOwnKeys } from '../keys/load-own-keys.ts'
import type { Tell } from '../notice.ts'
import { processRecord } from '../record/process-record.ts'
import { recordPlace, type RecordSettings } from '../record/record-place.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { knownStore } from '../stores/known-store.ts'
import type { NamedStore } from '../stores/recorded-store.ts'
import type { RedisSettings } from '../stores/redis-settings.ts'
import { defaultSessionsFile } from '../places/own-places.ts'
import { sharedStanding } from './shared-standing.ts'

export interface ResetSessionsOptions {
  /** The Redis that machines share; the user's own file when absent. */
  readonly redis: string | RedisSettings | undefined
  /** Where it is recorded. */
  readonly record: RecordSettings | false
  readonly tell: Tell
}

interface Resettable extends NamedStore {
  reset(): Promise<unknown>
}

/**
 * Has every session begin anew, which also accepts a store that was begun anew; where it was. Who is turned away stays so.
 * It is recorded first: what cannot be recorded does not happen.
 * @throws SettingsError `SETTINGS_NO_SESSIONS`, StandingError, AuditError
 */
export async function resetSessions({ redis, record, tell }: ResetSessionsOptions): Promise<string> {
  const home = recordPlace(record)
  const known = home && knownStore(home.dir, 'sessions')
  const from = await placeOf(redis, (place) => known?.read(place) !== undefined)
  const own = processRecord({ place: home, keys: loadOwnKeys, tell })
  try {
    const store = await from.open()
    try {
      await own.append({ kind: 'sessions', step: 'reset', store: store.id })
      await store.reset()
      await known?.write(from.name, store.id, 'anew')
      return from.name
    } finally {
      await store.close()
    }
  } finally {
    await own.close()
  }
}

interface ResettablePlace {
  readonly name: string
  open(): Promise<Resettable>
}

/** Redis is shared: that sessions were held there, the record of another machine may know. */
async function placeOf(
  redis: ResetSessionsOptions['redis'],
  isKnown: (name: string) => boolean,
): Promise<ResettablePlace> {
  if (redis !== undefined) {
    const shared = await sharedStanding(redis)
    return { name: shared.name, open: () => shared.open({ listen: false }) }
  }
  const file = defaultSessionsFile()
  if (!existsSync(file) && !isKnown(file))
    throw new SettingsError('SETTINGS_NO_SESSIONS', `no sessions were held in \`${file}\` yet`)
  const { openSqliteSessions } = await import('@kvlar/gate/sqlite')
  return { name: file, open: () => openSqliteSessions(file) }
}
