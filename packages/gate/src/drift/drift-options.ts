/** How far a session may move from where and how it began; a detector that is absent has its default, `false` is none. */
export interface DriftOptions {
  /** `strict`, the default: another country violates. With a distance, only what is farther away does. */
  readonly geo?: 'strict' | { readonly maxKm: number } | false
  /** Four hours by default; a warning from three quarters of it on. */
  readonly sessionAge?: { readonly maxMs: number } | false
  /** Another device violates. */
  readonly device?: false
  /** Actions a minute: more than 30 warn and more than 100 violate by default. */
  readonly rate?: { readonly warnAbove: number; readonly maxPerMinute: number } | false
}

export const DRIFT_DEFAULTS = {
  geo: 'strict',
  sessionAge: { maxMs: 4 * 3_600_000 },
  rate: { warnAbove: 30, maxPerMinute: 100 },
} as const satisfies DriftOptions

/** From this part of the age on a session is warned of. */
export const AGE_WARNING_PART = 0.75

/** So many warnings at once stop a call. */
export const WARNINGS_MAX = 3
