import type { CallEnd, CountedCall, Counters, Counts } from './counters.ts'

/**
 * Counters that outlive the process, and are the same for every process that opens them.
 *
 * @throws CountersError from every operation
 */
export interface DurableCounters extends Counters {
  count(call: CountedCall): Promise<Counts>
  settle(decisionId: string, end: CallEnd): Promise<void>
  /** Names this store: one that is made anew has another name. */
  readonly id: string
  /** What stands in each series, the fullest first. */
  list(nowMs: number): Promise<readonly SeriesState[]>
  /**
   * Forgets what stands in a series, or in all; returns how many entries that were. With all of them goes the time of the
   * store, which stands still after a clock that was ahead.
   */
  reset(series?: string): Promise<number>
  close(): Promise<void>
}

/** What stands in one series. */
export interface SeriesState {
  readonly series: string
  /** How many calls, and what they add up to. */
  readonly calls: number
  readonly total: number
  readonly open: number
  /** When the first and the last of them were made, in milliseconds since the epoch. */
  readonly firstMs: number
  readonly lastMs: number
}
