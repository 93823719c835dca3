/** A piece of state that a decision on an action may read; the caller fetches all of them in one round trip. */
export type Need =
  | {
      readonly kind: 'rate'
      /** Unambiguous, the window included: see `rateKey`. */
      readonly key: string
      readonly windowMs: number
    }
  | { readonly kind: 'session_age' }

/** Everything a decision reads besides the policy and the action: time and state come in as arguments. */
export interface Facts {
  /** Milliseconds since the epoch. */
  readonly nowMs: number
  /** Calls within the window, this one included, by the need's key. */
  readonly counts?: ReadonlyMap<string, number>
  /** When the session began, in milliseconds since the epoch. */
  readonly sessionStartedAtMs?: number
}
