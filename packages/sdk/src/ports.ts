import type { DecidedEvent, RefusedEvent, ResultEvent } from '@kvlar/audit'

/**
 * Keeps what happened. A function runs only after the record of its decision has returned or resolved; throwing or
 * rejecting denies the call. Events carry the arguments whole: `entryBody` of `@kvlar/audit` redacts `redactFields`.
 */
export type Recorder = (event: GuardEvent) => Promise<void> | void

/** A decision, of which a call that waits for people has two; how a function ended; arguments that were not judged. */
export type GuardEvent = DecidedEvent | ResultEvent | RefusedEvent
