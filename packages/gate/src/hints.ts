import type { Verdict, VerdictCode } from './verdict.ts'

/** What a program can do about a call that has not run. */
export interface Hints {
  /** Whether the same call can be answered otherwise later, with nothing changed but time, room and people. */
  readonly retryAllowed: boolean
  /** How many calls, or which amount, the limit that decides still has room for. */
  readonly remaining?: number
  /** When the same call would fit, in milliseconds since the epoch. */
  readonly resetsAtMs?: number
  /** In the words of the policy's author. */
  readonly suggestion?: string
}

/** What may change by itself. A limit says when. */
const MAY_RETRY: Readonly<Record<VerdictCode, boolean>> = {
  POLICY_ALLOW: false,
  POLICY_DENY: false,
  POLICY_DEFAULT_DENY: false,
  POLICY_APPROVAL_REQUIRED: true,
  RATE_LIMIT_EXCEEDED: true,
  EVALUATION_ERROR: false,
  EVALUATION_STATE_UNAVAILABLE: true,
  KILL_SWITCH: true,
  SESSION_INVALID: false,
  IDENTITY_FAILED: false,
  KVLAR_PROTECTED_PATH: false,
  DRIFT_DETECTED: false,
  INVARIANT_VIOLATION: false,
  EVALUATOR_REFUSED: false,
  KVLAR_OBSERVED: false,
  PERMIT_FAILED: true,
  PERMIT_EXPIRED: true,
  KVLAR_RECORD_FAILED: true,
  KVLAR_OVERLOADED: true,
  KVLAR_WITHDRAWN: true,
  APPROVAL_DENIED: false,
  APPROVAL_EXPIRED: true,
  APPROVAL_UNAVAILABLE: true,
  APPROVAL_SUPERSEDED: true,
}

export function hintsOf({ code, limit, suggestion }: Pick<Verdict, 'code' | 'limit' | 'suggestion'>): Hints {
  const isNever = code === 'RATE_LIMIT_EXCEEDED' && limit?.resetsAtMs === undefined
  return {
    retryAllowed: MAY_RETRY[code] && !isNever,
    ...limit,
    ...(suggestion !== undefined && { suggestion }),
  }
}

/** Hints as an agent is told them, beside code, rule and reason. */
export interface HintsNotice {
  readonly retry_allowed: boolean
  readonly remaining?: number
  /** RFC 3339. */
  readonly resets_at?: string
  readonly suggestion?: string
}

export function hintsNotice({ retryAllowed, remaining, resetsAtMs, suggestion }: Hints): HintsNotice {
  return {
    retry_allowed: retryAllowed,
    ...(remaining !== undefined && { remaining }),
    ...(resetsAtMs !== undefined && { resets_at: timeText(resetsAtMs) }),
    ...(suggestion !== undefined && { suggestion }),
  }
}

/** The same as lines, for a model that reads text alone. */
export function hintsLines({ remaining, resetsAtMs, suggestion }: Hints): readonly string[] {
  return [
    ...(remaining === undefined ? [] : [`Remaining: ${remaining}`]),
    ...(resetsAtMs === undefined ? [] : [`Not before: ${timeText(resetsAtMs)}`]),
    ...(suggestion === undefined ? [] : [`Suggestion: ${suggestion}`]),
  ]
}

/** A clock may be anywhere, and no answer is lost for it. */
export function timeText(ms: number): string {
  const time = new Date(ms)
  return Number.isNaN(time.getTime()) ? String(ms) : time.toISOString()
}
