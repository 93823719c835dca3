import type { Action, Decision, Facts } from '@kvlar/core'
import type { Surface } from './surface.ts'
import type { Verdict } from './verdict.ts'

/**
 * Keeps what happened. Nothing runs before the record of its decision has returned or resolved; throwing or rejecting
 * denies the call. Events of one session arrive in the order in which they happened.
 */
export type Recorder<Event> = (event: Event) => Promise<void> | void

/**
 * Asks people about one call and resolves with their answer; rejecting denies. When `signal` aborts, the call was
 * withdrawn, and nobody reads the answer.
 */
export type Ask<S extends Surface = Surface> = (
  request: AskRequest<S>,
  signal: AbortSignal,
) => Promise<Answer<S>>

export interface EventHead {
  readonly sessionId: string
  /** Milliseconds since the epoch. */
  readonly atMs: number
}

/** One action was decided. A call that waits for people is decided twice, under the same `callId`. */
export type DecidedEvent<S extends Surface = Surface> = S['context'] & DecidedAction

export interface DecidedAction extends EventHead {
  readonly kind: 'decided'
  /** Joins a decision and its result within the session. */
  readonly callId: number
  /** With its parameters whole: whoever stores them redacts `redactFields` first. */
  readonly action: Action
  readonly redactFields: readonly string[]
  readonly decision: Decision
  readonly effective: Verdict
  /** In shadow mode: what enforcement would have said, where it would have stopped the call. */
  readonly wouldBe?: Verdict
  readonly policyDigest: string
  /** Time and state that the decision read. */
  readonly facts: Facts
  /** SHA-256 of the tool's definition as it was last listed, in hexadecimal. */
  readonly toolDefinition?: string
  /** The approval that the effective decision rests on. */
  readonly approvalId?: string
  /** How long deciding took, in microseconds. */
  readonly decideUs: number
}

/**
 * How a call that was let go ended; or `cancelled` one that never ran, where its caller gave it up or an approval had
 * been used up for it. Of the last, a result that names the approval may follow one that does not.
 */
export interface ResultEvent extends EventHead {
  readonly kind: 'result'
  readonly callId: number
  /** `tool_error`: a result that says so itself; `unknown`: the connection ended first. */
  readonly result: 'ok' | 'tool_error' | 'failed' | 'cancelled' | 'unknown'
  /** SHA-256 of the answer as it was received, in hexadecimal; absent when there was none. */
  readonly digest?: string
  readonly bytes?: number
  /** From letting the call go to its end. */
  readonly latencyMs: number
  /** The approval that the call ran under. */
  readonly approvalId?: string
}

/** What could not be judged, because it has no single safe reading or no place. */
export interface RefusedEvent extends EventHead {
  readonly kind: 'refused'
  readonly code: string
  readonly message: string
  /** SHA-256 of the bytes, in hexadecimal, and their number; absent where they were never held whole. */
  readonly digest?: string
  readonly bytes?: number
}

/** What whoever asks people is told. */
export type AskRequest<S extends Surface = Surface> = S['context'] & S['waiting'] & AskedAction

export interface AskedAction extends CallByNow {
  readonly sessionId: string
  readonly callId: number
  readonly action: Action
  /**
   * The call as it is by now, for whoever holds the answer, right before an approval is used up: `approved` is an answer
   * about the call as it was given here last. Its outcome may be another one by now, also where something beside the
   * policy denies; a definition that cannot be had is absent. Rejects while the state that the policy reads cannot be
   * had, so that no approval is used up for that.
   */
  current(): Promise<CallByNow>
}

/** What the policy says of a call at one moment, and the tool's definition at that moment. */
export interface CallByNow {
  readonly decision: Decision
  readonly redactFields: readonly string[]
  readonly policyDigest: string
  readonly toolDefinition?: string
}

/**
 * What came of asking. `pending`: still waiting; the caller is told to make the same call again later. `input_required`:
 * the caller asks its own user and makes the call again with what they said; `pending` where it cannot.
 */
export type Answer<S extends Surface = Surface> =
  | { readonly kind: 'approved'; readonly approvalId?: string }
  | { readonly kind: 'denied'; readonly approvalId?: string; readonly reason?: string }
  | { readonly kind: 'expired'; readonly approvalId?: string }
  /** The policy answers the call itself by now. */
  | { readonly kind: 'superseded'; readonly approvalId?: string; readonly reason: string }
  | PendingAnswer
  | { readonly kind: 'input_required'; readonly approvalId: string; readonly question: S['question'] }

export interface PendingAnswer {
  readonly kind: 'pending'
  readonly approvalId?: string
  readonly reason?: string
  /** When the question lapses, in milliseconds since the epoch. */
  readonly expiresAtMs?: number
  /** Where a reviewer answers it. */
  readonly url?: string
}
