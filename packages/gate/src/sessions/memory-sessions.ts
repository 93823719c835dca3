import { LIMITS } from '../limits.ts'
import { learned } from './environment.ts'
import type { HeldSession, SessionEntry, Sessions } from './sessions.ts'

/** Bounds of a store of sessions. */
export interface SessionBounds {
  readonly sessionsMax: number
  /** A session that has not acted for so long is forgotten. */
  readonly idleMsMax: number
}

interface Kept extends HeldSession {
  readonly lastMs: number
}

export const SESSION_BOUNDS: SessionBounds = {
  sessionsMax: LIMITS.sessionsMax,
  idleMsMax: LIMITS.sessionIdleMsMax,
}

/**
 * Holds the sessions of one process. Full of sessions that still act it begins no other one, because the one that it
 * would forget for it would begin anew.
 */
export function createMemorySessions(bounds: SessionBounds = SESSION_BOUNDS): Sessions {
  /** The one that acted last stands last. */
  const sessions = new Map<string, Kept>()
  const forgetIdle = (nowMs: number): void => {
    for (const [id, { lastMs }] of sessions) {
      if (nowMs - lastMs <= bounds.idleMsMax) return
      sessions.delete(id)
    }
  }
  return {
    enter: (entry) => {
      const { sessionId, nowMs } = entry
      if (!Number.isFinite(nowMs)) throw new TypeError('the time is none')
      forgetIdle(nowMs)
      const held = sessions.get(sessionId)
      if (held === undefined && sessions.size >= bounds.sessionsMax)
        throw new Error(`over ${bounds.sessionsMax} sessions are under way`)
      const kept = entered(held, entry)
      sessions.delete(sessionId)
      sessions.set(sessionId, kept)
      return kept
    },
  }
}

function entered(held: Kept | undefined, entry: SessionEntry): Kept {
  const { nowMs, startedAtMs = nowMs, origin, isCounted } = entry
  return {
    startedAtMs: Math.min(startedAtMs, nowMs, held?.startedAtMs ?? nowMs),
    origin: learned(held?.origin ?? {}, origin),
    actions: (held?.actions ?? 0) + (isCounted ? 1 : 0),
    lastMs: Math.max(nowMs, held?.lastMs ?? nowMs),
  }
}
