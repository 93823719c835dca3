import type { SessionsBody } from '@kvlar/audit'
import { createMemorySessions, StandingError, type Revocations, type Sessions } from '@kvlar/gate'
import type { SqliteSessions } from '@kvlar/gate/sqlite'
import type { RedisStanding } from '@kvlar/redis'
import { checkFile, whyNot } from '../health/why-not.ts'
import { whyOf, type Tell } from '../notice.ts'
import { onDemand } from '../on-demand.ts'
import type { RecordPlace } from '../record/record-place.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { knownStore, type KnownStore } from '../stores/known-store.ts'
import {
  openKnownFile,
  openRecordedStore,
  type NamedStore,
  type RecordedStore,
} from '../stores/recorded-store.ts'
import { tellFailures } from '../tell-failures.ts'
import { ownRevocations } from './own-revocations.ts'
import type { SessionsPlace } from './sessions-place.ts'
import { alsoShared, lossText, type SharedStanding } from './shared-standing.ts'

export interface OpenHeldOptions {
  readonly sessions: SessionsPlace
  /** Where machines share who is turned away; absent where this user's own file alone counts. */
  readonly shared: SharedStanding | undefined
  /** The record that knows which stores were used; absent when nothing is recorded. */
  readonly place: RecordPlace | undefined
  /** Takes what happens to a store. */
  readonly append: (body: SessionsBody) => Promise<void> | void
  /** Told when calls begin to be denied because a store cannot be had, and when it can again. */
  readonly tell: Tell
  /** Hears of each use that failed. */
  readonly onFailed?: () => void
}

/** What is held of sessions, and who is turned away; opened by the first call that needs it. */
export interface OpenHeld {
  readonly standing: Revocations
  readonly sessions: Sessions
  /** Says why they cannot be looked up. */
  readonly look: () => Promise<string | undefined>
  close(): Promise<void>
}

export function openHeld({ sessions, shared, place, append, tell, onFailed }: OpenHeldOptions): OpenHeld {
  const recorded: Recorded = { known: place && knownStore(place.dir, 'sessions'), append, onFailed }
  const standing = shared && openShared(shared, recorded, tell)
  const file = sessions.kind === 'file' ? openFile(sessions.file, recorded, tell) : undefined
  const own = ownRevocations()
  return {
    standing: standing ? alsoShared(own, standing.revocations) : own,
    sessions: file?.sessions ?? (sessions.kind === 'memory' ? createMemorySessions() : sharedBy(standing)),
    look: () =>
      whyNot('sessions and who is turned away cannot be looked up', async () => {
        await own.find([{ kind: 'everything' }])
        await standing?.look()
        await file?.look()
      }),
    close: async () => {
      await file?.close()
      await standing?.close()
    },
  }
}

interface Recorded {
  readonly known: KnownStore | undefined
  readonly append: OpenHeldOptions['append']
  readonly onFailed: OpenHeldOptions['onFailed'] | undefined
}

interface Held extends Pick<OpenHeld, 'sessions' | 'close'> {
  /** @throws why it cannot be had */
  readonly look: () => Promise<unknown>
}

/** @throws SettingsError for sessions that are to be shared where nothing is */
function sharedBy(standing: Held | undefined): Sessions {
  if (standing === undefined) throw new SettingsError('SETTINGS_BAD_VALUE', 'no store of sessions is shared')
  return standing.sessions
}

function openFile(file: string, recorded: Recorded, tell: Tell): Held {
  const store = opened<SqliteSessions>(recorded, {
    name: file,
    open: async (known) => {
      const { openSqliteSessions } = await import('@kvlar/gate/sqlite')
      return openKnownFile(file, known, {
        open: openSqliteSessions,
        gone: (what) => gone(`the file \`${file}\`, in which sessions are held, ${what}`),
      })
    },
    tell,
  })
  return {
    sessions: { enter: (entry) => store.use((one) => one.enter(entry)) },
    look: () =>
      store.look(
        (one) => one.count(),
        (known) => checkFile(file, known !== undefined),
      ),
    close: () => store.close(),
  }
}

function openShared(
  shared: SharedStanding,
  recorded: Recorded,
  tell: Tell,
): Held & { readonly revocations: RedisStanding['revocations'] } {
  const store = opened<RedisStanding>(recorded, {
    name: shared.name,
    open: async (known) => {
      try {
        return await shared.open({
          ...(known !== undefined && { known }),
          listen: 'later',
          onLoss: (loss) => tell({ severity: 'warning', text: lossText(loss) }),
          onFailure: (error) =>
            tell({ severity: 'warning', text: `who is turned away elsewhere: ${whyOf(error)}` }),
        })
      } catch (error) {
        if (isGone(error)) throw gone(error.message)
        throw error
      }
    },
    tell,
  })
  return {
    sessions: { enter: (entry) => store.use(async (one) => one.sessions.enter(entry)) },
    revocations: {
      find: (targets) => store.use((one) => one.revocations.find(targets)),
      revoke: (revocation) => store.use((one) => one.revocations.revoke(revocation)),
      restore: (target) => store.use((one) => one.revocations.restore(target)),
      list: () => store.use((one) => one.revocations.list()),
    },
    look: () =>
      store.look(
        (one) => one.revocations.find([{ kind: 'everything' }]),
        (known) => lookAtShared(shared, known),
      ),
    close: () => store.close(),
  }
}

/** What nobody has needed yet; what is not there is not begun. */
async function lookAtShared(shared: SharedStanding, known: string | undefined): Promise<void> {
  try {
    const open = await shared.open({ ...(known !== undefined && { known }), mayMake: false, listen: false })
    await open.close()
  } catch (error) {
    if (known !== undefined || !isGone(error)) throw error
  }
}

function isGone(error: unknown): error is StandingError {
  return error instanceof StandingError && error.code === 'STANDING_GONE'
}

/** One of which it can also be said whether it is there. */
interface LookedAtStore<Store extends NamedStore> extends RecordedStore<Store> {
  /** Asks what is open, or looks at what nobody has opened yet. */
  readonly look: (
    ask: (store: Store) => Promise<unknown>,
    unopened: (known: string | undefined) => Promise<void>,
  ) => Promise<unknown>
}

/** A store that is opened on first use, of which the record knows, and whose failures are told. */
function opened<Store extends NamedStore>(
  { known, append, onFailed }: Recorded,
  of: {
    readonly name: string
    readonly open: (known: string | undefined) => Promise<Store>
    readonly tell: Tell
  },
): LookedAtStore<Store> {
  const { name, open, tell } = of
  const begun = (store: string): Promise<void> | void => append({ kind: 'sessions', step: 'begun', store })
  const store = onDemand(() => openRecordedStore({ name, known, open, begun }))
  const told = tellFailures(tell, {
    failing: `what is held in ${name} cannot be had, so calls are denied`,
    again: `what is held in ${name} can be had again`,
    onFailed,
  })
  return {
    use: (how) => told(async () => (await store.get()).use(how)),
    look: async (ask, unopened) => {
      const begunStore = store.begun()
      return begunStore === undefined
        ? unopened(known?.read(name))
        : (await begunStore).use(async (one) => ask(one))
    },
    close: async () => {
      const last = await store.end()?.catch(() => undefined)
      await last?.close()
    },
  }
}

function gone(message: string): SettingsError {
  return new SettingsError(
    'SETTINGS_SESSIONS_GONE',
    message,
    'put it back, or say with `kvlar session reset` that every session begins anew',
  )
}
