import type { Revocation } from '@kvlar/gate'

/** Tells every gate of a fleet whom one of them turned away. */
export interface Broadcaster {
  /** Its failure changes nothing for whoever was turned away here. */
  publish(revocation: Revocation): void | Promise<void>
  /** Calls back for each; what a listener throws ends neither it nor others. Ends with what it returns. */
  subscribe(listener: (revocation: Revocation) => void): () => void
}

/** Gates of one process. */
export function createMemoryBroadcaster(onFailure: (error: unknown) => void = () => {}): Broadcaster {
  const listeners = new Set<{ readonly tell: (revocation: Revocation) => void }>()
  return {
    publish: (revocation) => {
      for (const { tell } of listeners) {
        try {
          tell(revocation)
        } catch (error) {
          onFailure(error)
        }
      }
    },
    subscribe: (tell) => {
      const listener = { tell }
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
