import type { HistoryMeasure } from './rule.ts'

/** A piece of state that a decision on an action may read; the caller fetches all of them in one round trip. */
export type Need =
  /** Calls that were made, whatever came of them. */
  | {
      readonly kind: 'rate'
      /** Unambiguous, the window included: see `rateKey`. */
      readonly key: string
      readonly windowMs: number
      /** Up to how many some rule lets pass. */
      readonly atMost: number
    }
  /** Calls that were let go. */
  | {
      readonly kind: 'history'
      /** Of the window and the series. */
      readonly key: string
      /** Where their marks stand: see `Mark`. */
      readonly series: string
      readonly windowMs: number
      readonly measure: HistoryMeasure
      /** What this call adds. */
      readonly own: number
      /** Up to what some rule lets pass; absent where nothing is limited. */
      readonly atMost?: number
    }
  | { readonly kind: 'session_age' }

/** What a call leaves behind in a series once it is let go, for conditions on later ones. It holds no argument. */
export interface Mark {
  readonly series: string
  /** How long any rule looks back to it. */
  readonly keepMs: number
  /** What the call adds: 1, or its amount in ten-thousandths. */
  readonly amount: number
  /** Whether it counts from when the call is let go, or only once the call has ended `ok`. */
  readonly counts: 'let_go' | 'ok'
  /**
   * Above this no rule that reads the series lets a call pass for its sake, so that the mark need not be left while the
   * call is decided; absent where none can be named.
   */
  readonly cap?: { readonly windowMs: number; readonly atMost: number }
}

/** Everything a decision reads besides the policy and the action: time and state come in as arguments. */
export interface Facts {
  /** Milliseconds since the epoch. */
  readonly nowMs: number
  /** What stands in each window, this call included, by the need's key; of sums in ten-thousandths. */
  readonly counts?: ReadonlyMap<string, number>
  /** When as much has left a window that is full that this call would fit, by the need's key. */
  readonly freeAtMs?: ReadonlyMap<string, number>
  /** When the session began, in milliseconds since the epoch. */
  readonly sessionStartedAtMs?: number
  /** In which session the call is made. */
  readonly sessionId?: string
}

/** What is known of a call before any state is fetched. */
export type Known = Pick<Facts, 'sessionId'>
