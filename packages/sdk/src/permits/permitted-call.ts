import type { JsonValue } from '@kvlar/core/json'
import type { PermitToken } from '@kvlar/crypto'

/** The call that is about to run. What is left out beside action and parameters is not compared. */
export interface PermitCall {
  /** Name of the tool or operation. */
  readonly action: string
  /** As they were sent, before any default. */
  readonly parameters: unknown
  readonly principal?: string
  readonly target?: string
  readonly session?: string
}

/** A call whose permit was spent on it. */
export interface PermittedCall {
  /** A frozen copy: exactly what was judged, and all that may run. */
  readonly parameters: JsonValue
  readonly token: PermitToken
}
