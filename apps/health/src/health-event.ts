/**
 * What a monitor counts. Whoever tells it answers for the words: they come from policies, from configuration and from fixed
 * lists, and none is an argument, a principal, a session or a resource.
 */
export type HealthEvent =
  /** Once for each call, with what was said of it first. */
  | {
      readonly kind: 'judged'
      readonly outcome: CallOutcome
      readonly rule: string
      readonly server?: string
      readonly seconds: number
      /** In shadow mode: what enforcement would have said, where it would have stopped the call. */
      readonly wouldBe?: CallOutcome
    }
  /** A decision that does not stand in the record. */
  | { readonly kind: 'unrecorded' }
  /** A message that has no single safe reading, or no place. */
  | { readonly kind: 'refused' }
  /** A call that was let go has ended. */
  | { readonly kind: 'ended'; readonly result: string; readonly seconds: number }
  /** A caller was held, and was told something. */
  | { readonly kind: 'answered'; readonly answer: string; readonly seconds: number }
  /** People have decided a request, counted from when it was asked. */
  | { readonly kind: 'decided'; readonly decision: string; readonly seconds: number }
  | { readonly kind: 'reloaded'; readonly isInForce: boolean }
  /** Something could not be written or read that a call needed. */
  | { readonly kind: 'failed'; readonly part: string }

export type CallOutcome = 'allowed' | 'denied' | 'pending_approval'

/** What is so at one moment; what is not known is absent. */
export interface HealthGauges {
  /** Requests that wait for people. */
  readonly waiting?: number
  /** Entries that wait to be written. */
  readonly unwritten?: number
  /** Entries that no checkpoint covers yet, and for how long the oldest may have stood so. */
  readonly unsigned?: number
  readonly unsignedMs?: number
}
