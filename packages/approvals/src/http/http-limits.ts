/** Every bound of the reviewer server. Sizes are in the unit their name ends with. */
export const HTTP_LIMITS = {
  /** One request body. */
  bodyBytesMax: 256 * 1024,
  /** How long a browser stays signed in. */
  sessionMs: 12 * 3_600_000,
  sessionsMax: 1000,
  /** Requests that read, of one address, a minute. */
  readsPerMinute: 1200,
  /** Requests that change something, of one address, a minute. */
  changesPerMinute: 240,
  /** Wrong tokens of one address, a minute. */
  failuresPerMinute: 10,
  /** Addresses that are told apart; above that, all others share one allowance. */
  addressesMax: 10_000,
  /** Event streams open at the same time. */
  streamsMax: 100,
  /** How often a stream is kept alive. */
  heartbeatMs: 15_000,
  /** Requests of one page. */
  pageRowsMax: 200,
  /** A file that a renderer opens to show a difference. */
  fileBytesMax: 1024 * 1024,
  /** Lines of one difference on either side. */
  diffLinesMax: 2000,
  tokenCharsMax: 512,
} as const
