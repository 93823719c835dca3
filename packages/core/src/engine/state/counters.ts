import type { Mark, Need } from '../../facts.ts'

/**
 * Keeps what calls leave behind for rules about later ones; `createMemoryCounters` is one. Throwing, rejecting and
 * leaving a count out deny. Every store passes `countersContract` of `@kvlar/core/counters-contract`.
 */
export interface Counters {
  /**
   * Reads and leaves marks in one step: between the two no other call comes. Whatever is asked again under the same
   * decision is counted once, at the time of the first.
   */
  count(call: CountedCall): Counts | Promise<Counts>
  /** Says what became of a decision whose marks stand; an unknown one is ignored. */
  settle(decisionId: string, end: CallEnd): void | Promise<void>
}

/** A call that is decided, or let go. */
export interface CountedCall {
  /** One per call, kept when the same call is decided again. */
  readonly decisionId: string
  readonly nowMs: number
  readonly needs: readonly Need[]
  readonly marks: readonly Mark[]
  /** The call is let go: its marks are left whatever their caps say. */
  readonly isLetGo?: boolean
}

/** `not_run`: certainly not, so its marks are taken away. `failed`: it may have done something before it failed. */
export type CallEnd = 'ok' | 'failed' | 'not_run'

/** What was asked for. A key is missing when its count cannot be had. */
export interface Counts {
  /** In the form of `Facts.counts`. */
  readonly counts: ReadonlyMap<string, number>
  /** In the form of `Facts.freeAtMs`. */
  readonly freeAtMs: ReadonlyMap<string, number>
  /** Whether every mark stands. */
  readonly isMarked: boolean
}
