/** Whom permits are for. */
export interface PermitSettings {
  /** Who verifies them, as that service calls itself. */
  readonly audience: string
  /** How long each is good, at most 300; 30 when absent. */
  readonly lifetimeSeconds?: number
}

/** Longer, and a permit would outlive what was decided on. */
export const PERMIT_LIFETIME_SECONDS_MAX = 300
