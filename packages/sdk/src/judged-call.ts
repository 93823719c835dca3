import type { Action } from '@kvlar/core'
import type { Environment } from '@kvlar/gate'

/** One call on its way to its function. */
export interface JudgedCall {
  readonly action: Action
  readonly sessionId: string
  /** False where the call is in no session and `sessionId` is but a name for it. */
  readonly isInSession: boolean
  readonly sessionStartedAtMs?: number
  /** From where it is made, and where its session began. */
  readonly environment: Environment
  readonly origin: Environment
  /** With the session's id the name of the call in the record; it is counted once under it. */
  readonly callId: number
  /** Hidden beside what the policy hides. */
  readonly redact: readonly string[]
  /** How long the caller is held while a reviewer decides; `Infinity` for as long as the request lives. */
  readonly holdMs: number
  readonly signal: AbortSignal
}
