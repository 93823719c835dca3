import type { Need } from '@kvlar/core'
import type { DecidedEvent, RefusedEvent, ResultEvent } from '@kvlar/audit'

/**
 * Keeps what happened. A function runs only after the record of its decision has returned or resolved; throwing or
 * rejecting denies the call. Events carry the arguments whole: `entryBody` of `@kvlar/audit` redacts `redactFields`.
 */
export type Recorder = (event: GuardEvent) => Promise<void> | void

/** A decision, of which a call that waits for people has two; how a function ended; arguments that were not judged. */
export type GuardEvent = DecidedEvent | ResultEvent | RefusedEvent

/** Counts calls within sliding windows; `createMemoryCounters` of `@kvlar/core` is one. Throwing or rejecting denies. */
export interface Counters {
  /** Counts a decision once, however often its id is given, and returns the counts in the form of `Facts.counts`. */
  count(
    needs: readonly Need[],
    decisionId: string,
    nowMs: number,
  ): ReadonlyMap<string, number> | Promise<ReadonlyMap<string, number>>
}
