import type { ApprovalStore, Changes } from './approval-store.ts'
import { LIMITS } from '../limits.ts'

type Changed = Changes['rows']

/**
 * Told of every change of the queue, by whatever process, in order; `gap` when changes were missed and everything is to
 * be looked at anew; `undefined` once the store has failed.
 */
export type Listener = (rows: Changed | 'gap' | undefined) => void

/** Follows a queue while somebody listens. */
export interface Watch {
  /** Resolves once every later change will be told; the returned function ends it. */
  subscribe(listener: Listener): Promise<() => void>
  /** Looks at once: somebody in this process has changed something. */
  kick(): void
}

/** Follows a store by asking it for changes every so often: cheap, and the same for every store. */
export function createWatch(store: Pick<ApprovalStore, 'changes'>, pollMs: number = LIMITS.pollMs): Watch {
  const listeners = new Set<Listener>()
  let mark: number | undefined
  let starting: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let isLooking = false
  let mustLookAgain = false

  const tell: Listener = (rows) => {
    for (const listener of listeners) listener(rows)
  }

  const look = async (): Promise<void> => {
    mustLookAgain = isLooking
    if (isLooking || mark === undefined) return
    isLooking = true
    try {
      const changes = await store.changes(mark)
      mark = changes.mark
      if (changes.isGap === true) tell('gap')
      if (changes.rows.length > 0) tell(changes.rows)
    } catch {
      tell(undefined)
    } finally {
      isLooking = false
    }
    if (mustLookAgain) await look()
  }

  const start = async (): Promise<void> => {
    mark = (await store.changes()).mark
    timer = setInterval(() => void look(), pollMs)
    timer.unref()
  }

  const stop = (): void => {
    clearInterval(timer)
    mark = undefined
    starting = undefined
  }

  return {
    subscribe: async (listener) => {
      listeners.add(listener)
      starting ??= start()
      try {
        await starting
      } catch (error) {
        listeners.delete(listener)
        starting = undefined
        throw error
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) stop()
      }
    },
    kick: () => void look(),
  }
}
