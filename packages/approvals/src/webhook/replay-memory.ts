import { WEBHOOK_LIMITS } from './webhook-limits.ts'

/** Remembers the ids of callbacks for as long as their timestamps are good. */
export interface ReplayMemory {
  /** Undefined when the id was taken before; otherwise takes it, and the returned function gives it back. */
  take(id: string, nowMs: number): (() => void) | undefined
}

/** In memory: after a restart the request's own state and id keep a replay from deciding anything. */
export function createReplayMemory(): ReplayMemory {
  const seen = new Map<string, number>()
  const forget = (nowMs: number): void => {
    for (const [old, atMs] of seen) {
      if (nowMs - atMs <= 2 * WEBHOOK_LIMITS.toleranceMs && seen.size < WEBHOOK_LIMITS.idsMax) return
      seen.delete(old)
    }
  }
  return {
    take: (id, nowMs) => {
      forget(nowMs)
      if (seen.has(id)) return undefined
      seen.set(id, nowMs)
      return () => seen.delete(id)
    },
  }
}
