/** Calls that all spenders together may make in one window. */
export const LIMIT = { windowMs: 1000, atMost: 60 } as const

/** What they may spend in one. */
export const BUDGET = { windowMs: 3000, atMost: 500 } as const
