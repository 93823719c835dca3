import type { LimitsBody } from '@kvlar/audit'
import { createMemoryCounters, type Counters, type DurableCounters } from '@kvlar/core'
import { checkFile, whyNot } from '../health/why-not.ts'
import type { Tell } from '../notice.ts'
import { onDemand } from '../on-demand.ts'
import type { RecordPlace } from '../record/record-place.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { tellFailures } from '../tell-failures.ts'
import { knownStore } from '../stores/known-store.ts'
import { openKnownFile, openRecordedStore } from '../stores/recorded-store.ts'
import { placeName, type KeptPlace, type LimitsPlace, type RedisPlace } from './limits-place.ts'

export interface OpenLimitsOptions {
  readonly limits: LimitsPlace
  /** The record that knows which store calls were counted in; absent when nothing is recorded. */
  readonly place: RecordPlace | undefined
  /** Takes what happens to the store. */
  readonly append: (body: LimitsBody) => Promise<void> | void
  /** Told when calls begin to be denied because the store cannot be had, and when it can again. */
  readonly tell: Tell
  /** Hears of each use that failed. */
  readonly onFailed?: () => void
}

/** What calls leave behind, opened by the first that a rule with state is about. */
export interface OpenLimits {
  readonly counters: Counters
  /** Says why it cannot be had; absent where it is in memory. */
  readonly look?: () => Promise<string | undefined>
  close(): Promise<void>
}

export function openLimits({ limits, place, append, tell, onFailed }: OpenLimitsOptions): OpenLimits {
  if (limits.kind === 'memory') return { counters: createMemoryCounters(), close: () => Promise.resolve() }
  const known = place && knownStore(place.dir, 'limits')
  const opened = onDemand(() =>
    openRecordedStore({
      name: placeName(limits),
      known,
      open: (id) => openStore(limits, id),
      begun: (store) => append({ kind: 'limits', step: 'begun', store }),
    }),
  )
  const told = tellFailures(tell, {
    failing: 'limits cannot be counted, so calls that they are about are denied',
    again: 'limits are counted again',
    onFailed,
  })
  const use = <Result>(how: (store: DurableCounters) => Promise<Result>): Promise<Result> =>
    told(async () => (await opened.get()).use(how))
  return {
    counters: {
      count: (call) => use((store) => store.count(call)),
      settle: (decisionId, end) => use((store) => store.settle(decisionId, end)),
    },
    look: () =>
      whyNot('limits cannot be counted', async () => {
        const open = opened.begun()
        if (open === undefined) return lookAt(limits, known?.read(placeName(limits)))
        // A call that leaves nothing.
        return (await open).use((store) =>
          store.count({ decisionId: '', nowMs: Date.now(), needs: [], marks: [] }),
        )
      }),
    close: async () => {
      const open = await opened.end()?.catch(() => undefined)
      await open?.close()
    },
  }
}

/**
 * Opens the store. One that the record knows must be there and be the same: with a new one every limit would begin anew.
 * @throws SettingsError `SETTINGS_LIMITS_GONE`, CountersError
 */
async function openStore(place: KeptPlace, known: string | undefined): Promise<DurableCounters> {
  return place.kind === 'file' ? openFile(place.file, known) : openOnRedis(place, known)
}

/** A store that nobody has needed yet; one that is not there is not begun. */
async function lookAt(place: KeptPlace, known: string | undefined): Promise<void> {
  if (place.kind === 'file') return checkFile(place.file, known !== undefined)
  try {
    const store = await place.open(known === undefined ? { mayMake: false } : { known, mayMake: false })
    await store.close()
  } catch (error) {
    if (known !== undefined || !isGone(error)) throw error
  }
}

function isGone(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'COUNTERS_GONE'
}

async function openFile(file: string, known: string | undefined): Promise<DurableCounters> {
  const { openSqliteCounters } = await import('@kvlar/gate/sqlite')
  return openKnownFile(file, known, {
    open: openSqliteCounters,
    gone: (what) => gone(`the file \`${file}\`, in which limits are counted, ${what}`),
  })
}

async function openOnRedis(place: RedisPlace, known: string | undefined): Promise<DurableCounters> {
  try {
    return await place.open(known === undefined ? {} : { known })
  } catch (error) {
    if (isGone(error)) throw gone(error.message)
    throw error
  }
}

function gone(message: string): SettingsError {
  return new SettingsError(
    'SETTINGS_LIMITS_GONE',
    message,
    'put it back, or say with `kvlar limits reset --all` that every limit begins anew',
  )
}
