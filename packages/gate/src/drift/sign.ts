import type { ActionContext } from '../evaluators/action-context.ts'
import type { KnownSession } from '../sessions/sessions.ts'

/** What a detector sees in one action. */
export interface Sign {
  readonly level: 'warning' | 'violation'
  /** Which detector it is. */
  readonly detector: string
  readonly reason: string
}

/** What detectors compare: the session as it is known, and the action as it comes. */
export interface Seen extends Pick<ActionContext, 'environment' | 'nowMs'> {
  readonly session: KnownSession
}

/** Looks for one kind of drift. Pure. */
export type Detector = (seen: Seen) => Sign | undefined
