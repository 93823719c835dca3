import { existsSync } from 'node:fs'
import type { LimitsBody } from '@kvlar/audit'
import { createMemoryCounters, type Counters, type DurableCounters } from '@kvlar/core'
import type { Tell } from '../notice.ts'
import { onDemand } from '../on-demand.ts'
import type { RecordPlace } from '../record/record-place.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { tellFailures } from '../tell-failures.ts'
import { knownStore, type KnownStore } from './known-store.ts'
import { placeName, type KeptPlace, type LimitsPlace, type RedisPlace } from './limits-place.ts'

export interface OpenLimitsOptions {
  readonly limits: LimitsPlace
  /** The record that knows which store calls were counted in; absent when nothing is recorded. */
  readonly place: RecordPlace | undefined
  /** Takes what happens to the store. */
  readonly append: (body: LimitsBody) => Promise<void> | void
  /** Told when calls begin to be denied because the store cannot be had, and when it can again. */
  readonly tell: Tell
}

/** What calls leave behind, opened by the first that a rule with state is about. */
export interface OpenLimits {
  readonly counters: Counters
  close(): Promise<void>
}

export function openLimits({ limits, place, append, tell }: OpenLimitsOptions): OpenLimits {
  if (limits.kind === 'memory') return { counters: createMemoryCounters(), close: () => Promise.resolve() }
  const known = place && knownStore(place.dir)
  const opened = onDemand(() => openRecordedStore(limits, known, append))
  const told = tellFailures(tell, {
    failing: 'limits cannot be counted, so calls that they are about are denied',
    again: 'limits are counted again',
  })
  const use = <Result>(how: (store: DurableCounters) => Promise<Result>): Promise<Result> =>
    told(async () => (await opened.get()).use(how))
  return {
    counters: {
      count: (call) => use((store) => store.count(call)),
      settle: (decisionId, end) => use((store) => store.settle(decisionId, end)),
    },
    close: async () => {
      const open = await opened.end()?.catch(() => undefined)
      await open?.close()
    },
  }
}

interface RecordedStore {
  /** Does something with the store, and has the record know which store that was before it is answered. */
  use<Result>(how: (store: DurableCounters) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/**
 * Opens the store. One that the record knows must be there and be the same: with a new one every limit would begin anew.
 * @throws SettingsError `SETTINGS_LIMITS_GONE`, CountersError
 */
async function openRecordedStore(
  place: KeptPlace,
  known: KnownStore | undefined,
  append: OpenLimitsOptions['append'],
): Promise<RecordedStore> {
  const name = placeName(place)
  let recorded = known?.read(name)
  const store = await openStore(place, recorded)
  const note = async (id: string): Promise<void> => {
    await append({ kind: 'limits', step: 'begun', store: id })
    await known?.write(name, id, recorded === undefined ? 'first' : 'anew')
    recorded = id
  }
  let noting: Promise<void> = Promise.resolve()
  /** Another one only where a person, on whatever machine, has had all limits begin anew. */
  const noteOther = (): Promise<void> => {
    noting = noting.catch(() => undefined).then(() => (store.id === recorded ? undefined : note(store.id)))
    return noting
  }
  try {
    await noteOther()
  } catch (error) {
    await store.close()
    throw error
  }
  return {
    use: async (how) => {
      const result = await how(store)
      if (store.id !== recorded) await noteOther()
      return result
    },
    close: () => store.close(),
  }
}

async function openStore(place: KeptPlace, known: string | undefined): Promise<DurableCounters> {
  return place.kind === 'file' ? openFile(place.file, known) : openOnRedis(place, known)
}

async function openFile(file: string, known: string | undefined): Promise<DurableCounters> {
  const { openSqliteCounters } = await import('@kvlar/gate/sqlite')
  if (known !== undefined && !existsSync(file)) throw gone(`${theFile(file)} is gone; refusing`)
  const store = await openSqliteCounters(file, { mayMake: known === undefined })
  if (known === undefined || known === store.id) return store
  await store.close()
  throw gone(`${theFile(file)} is another one than before; refusing`)
}

async function openOnRedis(place: RedisPlace, known: string | undefined): Promise<DurableCounters> {
  try {
    return await place.open(known === undefined ? {} : { known })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'COUNTERS_GONE') throw gone(error.message)
    throw error
  }
}

function theFile(file: string): string {
  return `the file \`${file}\`, in which limits are counted,`
}

function gone(message: string): SettingsError {
  return new SettingsError(
    'SETTINGS_LIMITS_GONE',
    message,
    'put it back, or say with `kvlar limits reset --all` that every limit begins anew',
  )
}
