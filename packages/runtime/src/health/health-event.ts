import type { CallOutcome } from './call-outcome.ts'

/** The parts whose failures are counted. */
export type HealthPart = 'record' | 'limits' | 'standing' | 'queue'

/**
 * What a monitor counts. Words come from policies, from configuration and from fixed lists; nothing of it is an argument, a
 * principal, a session or a resource.
 */
export type HealthEvent =
  /** Once for each call, with what was said of it first; `_other` for a server that no configuration names. */
  | {
      readonly kind: 'judged'
      readonly outcome: CallOutcome
      /** The rule that decided, or one of Kvlar's own names such as `_default_deny`. */
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
  | {
      readonly kind: 'ended'
      readonly result: 'ok' | 'tool_error' | 'failed' | 'cancelled' | 'unknown'
      readonly seconds: number
    }
  /** A caller was held, and was told something. */
  | {
      readonly kind: 'answered'
      readonly answer:
        'approved' | 'denied' | 'expired' | 'superseded' | 'pending' | 'input_required' | 'failed'
      readonly seconds: number
    }
  /** People have decided a request, counted from when it was asked; in the process through which they did. */
  | { readonly kind: 'decided'; readonly decision: 'approved' | 'denied'; readonly seconds: number }
  | { readonly kind: 'reloaded'; readonly isInForce: boolean }
  /** Something could not be written or read that a call needed. */
  | { readonly kind: 'failed'; readonly part: HealthPart }

/** Must not throw. */
export type HealthWatcher = (event: HealthEvent) => void

/** What is so at one moment. What nobody has needed yet is not opened for it, and is absent. */
export interface HealthGauges {
  /** Requests in the queue that wait for people, of every process that shares it. */
  readonly waiting?: number
  /** Entries that wait to be written. */
  readonly unwritten?: number
  /** Entries that no checkpoint covers yet, and for how long the oldest may have stood so. */
  readonly unsigned?: number
  readonly unsignedMs?: number
}
