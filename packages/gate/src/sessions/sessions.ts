import type { Principal } from '@kvlar/core'
import type { Environment } from './environment.ts'

/** One action on its way into its session. */
export interface SessionEntry {
  readonly sessionId: string
  readonly principal: Pick<Principal, 'id' | 'kind'>
  /** Milliseconds since the epoch. */
  readonly nowMs: number
  /** When the session began, as its caller says. It can make a session older than it is held for, and never younger. */
  readonly startedAtMs?: number
  /** Where it began, as its caller says; taken where nothing is held yet. */
  readonly origin: Environment
  /** False when an action is decided again: it has been counted. */
  readonly isCounted: boolean
}

/** What is known of a session. */
export interface KnownSession {
  /** Milliseconds since the epoch; absent where an action is in no session and nobody says it. */
  readonly startedAtMs?: number
  readonly origin: Environment
  /** Actions that were judged in it, whatever became of them, this one included; absent where an action is in none. */
  readonly actions?: number
}

/** What is held of a session. */
export interface HeldSession extends KnownSession {
  /** Never later than `nowMs` of any entry. */
  readonly startedAtMs: number
  readonly actions: number
}

/**
 * Holds what is known of sessions: when and where each began, and how often it has acted. The first action begins a
 * session. Throwing or rejecting denies. It is asked in the same breath as `Counters` and `Standing`, so that a store
 * behind all three answers them in one trip.
 */
export interface Sessions {
  enter(entry: SessionEntry): HeldSession | Promise<HeldSession>
}
