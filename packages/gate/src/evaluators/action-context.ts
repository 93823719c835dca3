import type { Action } from '@kvlar/core'
import type { Environment } from '../sessions/environment.ts'
import type { KnownSession } from '../sessions/sessions.ts'

/** One action with everything that is known of it at the moment at which it is judged. */
export interface ActionContext {
  /** Principal, name, target and parameters, nothing dropped. */
  readonly action: Action
  readonly sessionId: string
  /** Absent where nobody holds sessions. */
  readonly session: KnownSession | undefined
  /** From where it is made. */
  readonly environment: Environment
  /** Milliseconds since the epoch. */
  readonly nowMs: number
}
