/** The priority of a rule that states none. */
export const DEFAULT_PRIORITY = 100

/** Priorities are 32-bit, as in Kavach's format. */
export const PRIORITY_MAX = 4_294_967_295
