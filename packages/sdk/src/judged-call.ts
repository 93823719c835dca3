import type { Action } from '@kvlar/core'

/** One call on its way to its function. */
export interface JudgedCall {
  readonly action: Action
  readonly sessionId: string
  readonly sessionStartedAtMs?: number
  /** With the session's id the name of the call in the record; it is counted once under it. */
  readonly callId: number
  /** Hidden beside what the policy hides. */
  readonly redact: readonly string[]
  /** How long the caller is held while a reviewer decides; `Infinity` for as long as the request lives. */
  readonly holdMs: number
  readonly signal: AbortSignal
}
