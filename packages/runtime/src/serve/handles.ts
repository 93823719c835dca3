import type { LetGo } from '@kvlar/sdk'
import { SERVE_LIMITS } from './protocol.ts'
import { ServeError } from './serve-error.ts'

/** What one caller has under way; it ends with the caller. */
export interface Handles {
  /** Calls that were let go. Of one whose end nobody tells, none stands on record: it may have run. */
  readonly calls: Table<LetGo['ended']>
}

/** Things by names that nobody else could guess, and that are never given twice. */
export interface Table<Thing> {
  /** @throws ServeError `SERVE_BUSY` */
  add(thing: Thing): string
  /** @throws ServeError `SERVE_UNKNOWN_HANDLE` */
  get(handle: string): Thing
  /** The same, and it is no longer there. */
  take(handle: string): Thing
  /** Whether there is room for one more. */
  readonly hasRoom: boolean
}

export function createHandles(): Handles {
  return { calls: createTable('call') }
}

function createTable<Thing>(what: string): Table<Thing> {
  const things = new Map<string, Thing>()
  const get = (handle: string): Thing => {
    const thing = things.get(handle)
    if (thing !== undefined) return thing
    throw new ServeError(
      'SERVE_UNKNOWN_HANDLE',
      `there is no ${what} of this caller under that name, or no longer`,
    )
  }
  const hasRoom = (): boolean => things.size < SERVE_LIMITS.handlesMax
  return {
    add: (thing) => {
      if (!hasRoom())
        throw new ServeError(
          'SERVE_BUSY',
          `${SERVE_LIMITS.handlesMax} of this caller are open already; end some`,
        )
      const handle = `${what}_${crypto.randomUUID()}`
      things.set(handle, thing)
      return handle
    },
    get,
    take: (handle) => {
      const thing = get(handle)
      things.delete(handle)
      return thing
    },
    get hasRoom() {
      return hasRoom()
    },
  }
}
