/** Every bound of the package, in one place. Units are last in the names. */
export const LIMITS = {
  /** Whoever holds more connections than a few probes need keeps only others like it out. */
  connectionsMax: 64,
  headerBytesMax: 8 * 1024,
  /** How long a request may take to come, and its answer to be taken. */
  requestMs: 5000,
  idleMs: 10_000,
  requestsPerConnectionMax: 1000,
  /** How long one check may take; afterwards it has failed. */
  checkMs: 3000,
  /** For how long what was found is told again, so that a flood of probes asks the stores no more often. */
  readinessMs: 1000,
  /** Rules with their servers, and other words of one label, that are counted apart; any more are `_other`. */
  seriesMax: 2000,
  wordsMax: 32,
  /** How often an address that cannot be had is tried again. */
  retryMs: 5000,
} as const
