import { LIMITS as CORE_LIMITS } from '@kvlar/core'

/** Every bound of the package, in one place. Sizes are in the unit their name ends with. */
export const LIMITS = {
  /** Names of guarded functions, servers, agents and principals, and one role. */
  nameCharsMax: CORE_LIMITS.nameCharsMax,
  /** Roles of one principal. */
  rolesMax: 1000,
  /** Nesting of the arguments of one call, as of a message on the wire. */
  argumentsDepthMax: CORE_LIMITS.jsonDepthMax,
  /** Values of the arguments of one call, shared ones counted each time they stand somewhere. */
  argumentValuesMax: 250_000,
  /** Keys and texts of the arguments of one call; what an approval can bind is no longer. */
  argumentsCharsMax: 8 * 1024 * 1024,
  /** Calls that were judged ahead and have not been made yet, and how long such a call may take to be made. */
  aheadCallsMax: 100,
  aheadMsMax: 10_000,
  /** Calls that were let go and of whose end nobody has said anything yet, as far as an adapter keeps them. */
  openCallsMax: 1000,
  /** Places that an error names. */
  placesMax: 20,
  /** One place that an error names. */
  placeCharsMax: 200,
} as const
