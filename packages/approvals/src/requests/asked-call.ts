import type { Action, Decision } from '@kvlar/core'

/** A call for which the policy asks: what the proxy, `guard()` and the command line hand over. */
export interface AskedCall {
  readonly sessionId: string
  readonly action: Action
  /** Key names and field paths whose values are never stored in the clear or shown. */
  readonly redactFields: readonly string[]
  /** Its outcome is `require_approval`. */
  readonly decision: Decision
  readonly policyDigest: string
  /** SHA-256 of the tool's definition as the server last listed it. */
  readonly toolDefinition?: string
}
