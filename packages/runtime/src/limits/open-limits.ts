import { existsSync } from 'node:fs'
import type { LimitsBody } from '@kvlar/audit'
import { createMemoryCounters, type Counters, type DurableCounters } from '@kvlar/core'
import type { Tell } from '../notice.ts'
import { onDemand } from '../on-demand.ts'
import type { RecordPlace } from '../record/record-place.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { tellFailures } from '../tell-failures.ts'
import { knownStore } from './known-store.ts'

export interface OpenLimitsOptions {
  /** Absolute; absent for the memory of this process. */
  readonly file: string | undefined
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

export function openLimits(options: OpenLimitsOptions): OpenLimits {
  const { file, tell } = options
  if (file === undefined) return { counters: createMemoryCounters(), close: () => Promise.resolve() }
  const opened = onDemand(() => openKnownStore({ ...options, file }))
  const told = tellFailures(tell, {
    failing: 'limits cannot be counted, so calls that they are about are denied',
    again: 'limits are counted again',
  })
  const use = <Result>(how: (store: DurableCounters) => Promise<Result>): Promise<Result> =>
    told(async () => how(await opened.get()))
  return {
    counters: {
      count: (call) => use((store) => store.count(call)),
      settle: (decisionId, end) => use((store) => store.settle(decisionId, end)),
    },
    close: async () => {
      const store = await opened.end()?.catch(() => undefined)
      await store?.close()
    },
  }
}

/**
 * Opens the store. One that the record knows must be there and be the same: with a new one every limit would begin anew.
 * @throws SettingsError `SETTINGS_LIMITS_GONE`, CountersError
 */
async function openKnownStore({
  file,
  place,
  append,
}: OpenLimitsOptions & { readonly file: string }): Promise<DurableCounters> {
  const { openSqliteCounters } = await import('@kvlar/gate/sqlite')
  const known = place && knownStore(place.dir)
  const id = known?.read(file)
  if (id !== undefined && !existsSync(file)) throw gone(file, 'is gone')
  const store = await openSqliteCounters(file, { mayMake: id === undefined })
  if (id !== undefined) {
    if (id === store.id) return store
    await store.close()
    throw gone(file, 'is another one than before')
  }
  try {
    await append({ kind: 'limits', step: 'begun', store: store.id })
    await known?.write(file, store.id, 'first')
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

function gone(file: string, what: string): SettingsError {
  return new SettingsError(
    'SETTINGS_LIMITS_GONE',
    `the file \`${file}\`, in which limits are counted, ${what}; refusing`,
    'put it back, or say with `kvlar limits reset --all` that every limit begins anew',
  )
}
