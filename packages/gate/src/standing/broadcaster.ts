import type { Revocation } from './standing.ts'

/** Tells every gate of a fleet whom one of them turned away. */
export interface Broadcaster {
  /** Its failure changes nothing for whoever was turned away here. */
  publish(revocation: Revocation): void | Promise<void>
  /**
   * Calls back for each revocation that is published; what a listener throws or rejects with ends neither it nor others.
   * Ends with what it returns.
   */
  subscribe(listener: Listener): () => void
}

export type Listener = (revocation: Revocation) => unknown

/** Whoever listens, told one by one. */
export interface Listeners {
  add(listener: Listener): () => void
  /** INVARIANT: never throws, and goes on with the next whatever one does. */
  tell(revocation: Revocation): void
}

export function createListeners(onFailure: (error: unknown) => void): Listeners {
  const listeners = new Set<{ readonly tell: Listener }>()
  const failed = (error: unknown): void => {
    try {
      onFailure(error)
    } catch {
      // There is nobody left to tell.
    }
  }
  return {
    add: (tell) => {
      const listener = { tell }
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell: (revocation) => {
      for (const { tell } of listeners) void (async () => tell(revocation))().catch(failed)
    },
  }
}

/** Gates of one process. */
export function createMemoryBroadcaster(onFailure: (error: unknown) => void = () => {}): Broadcaster {
  const listeners = createListeners(onFailure)
  return { publish: (revocation) => listeners.tell(revocation), subscribe: (tell) => listeners.add(tell) }
}
