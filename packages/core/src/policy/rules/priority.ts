/** The priority of a rule that states none. */
export const DEFAULT_PRIORITY = 100
