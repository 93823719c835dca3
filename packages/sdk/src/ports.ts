import type {
  DecidedEvent,
  RefusedEvent as GateRefusedEvent,
  Permit,
  Recorder as GateRecorder,
  ResultEvent,
  Surface,
} from '@kvlar/gate'
import type { IssuedPermit } from '@kvlar/crypto'
import type { InvalidArgumentsCode } from './errors/invalid-arguments.ts'

/** What a guarded function carries along the road of a call. */
export interface Guarded extends Surface {
  /** In the words of the record, where an agent calls as a client does. */
  readonly context: { readonly from: 'client'; readonly method: 'guard' | 'evaluate' | 'hook' }
  readonly waiting: {
    /** How long the caller is held while a reviewer decides; `Infinity` for as long as the request lives. */
    readonly holdMs: number
    /** The call is made later: people are asked, and an approval that is there already stays good for it. */
    readonly isAhead?: boolean
  }
  readonly question: never
  readonly permit: IssuedPermit & Permit
}

/**
 * Keeps what happened. A function runs only after the record of its decision has returned or resolved; throwing or
 * rejecting denies the call. Events carry the arguments whole: `entryBody` of `@kvlar/audit` redacts `redactFields`.
 */
export type Recorder = GateRecorder<GuardEvent>

/** A decision, of which a call that waits for people has two; how a function ended; arguments that were not judged. */
export type GuardEvent = DecidedEvent<Guarded> | ResultEvent | RefusedEvent

export interface RefusedEvent extends GateRefusedEvent {
  readonly from: 'client'
  readonly code: InvalidArgumentsCode
}
