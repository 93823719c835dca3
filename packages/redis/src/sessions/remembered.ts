import { REDIS_LIMITS } from '../limits.ts'

/** What this process saw of a session when it was last told of it. */
export interface Remembered {
  readonly actions: number
  readonly ageMs: number
}

/** Remembers sessions for as long as Redis does, so that what Redis loses of them is known here. */
export interface RememberedSessions {
  /** As old as it is by now; undefined for one that is not remembered. */
  find(sessionId: string, nowMs: number): Remembered | undefined
  remember(sessionId: string, seen: Remembered, nowMs: number): void
}

interface Seen extends Remembered {
  readonly atMs: number
}

/** @param idleMs how long one that does not act is remembered */
export function rememberSessions(idleMs: number): RememberedSessions {
  /** The one that acted last stands last. */
  const sessions = new Map<string, Seen>()
  return {
    find: (sessionId, nowMs) => {
      const seen = sessions.get(sessionId)
      if (seen === undefined) return undefined
      const sinceMs = nowMs - seen.atMs
      if (sinceMs >= idleMs) return undefined
      return { actions: seen.actions, ageMs: seen.ageMs + Math.max(0, Math.floor(sinceMs)) }
    },
    remember: (sessionId, { actions, ageMs }, nowMs) => {
      // Answers may come in another order than they were given.
      const before = sessions.get(sessionId)?.actions ?? 0
      sessions.delete(sessionId)
      sessions.set(sessionId, { actions: Math.max(actions, before), ageMs, atMs: nowMs })
      for (const [oldest] of sessions) {
        if (sessions.size <= REDIS_LIMITS.rememberedMax) return
        sessions.delete(oldest)
      }
    },
  }
}
