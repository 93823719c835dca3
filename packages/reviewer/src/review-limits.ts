/** Every bound of the reviewer server. Sizes are in the unit their name ends with. */
export const REVIEW_LIMITS = {
  /** One request body. */
  bodyBytesMax: 256 * 1024,
  /** How long a browser stays signed in. */
  sessionMs: 12 * 3_600_000,
  sessionsMax: 1000,
  /** Requests that read, of one address or one person who has signed in, a minute. */
  readsPerMinute: 1200,
  /** Requests that change something, counted the same. */
  changesPerMinute: 240,
  /** Wrong tokens of one address, a minute. */
  failuresPerMinute: 10,
  /** Addresses that are told apart; above that, all others share one allowance. */
  addressesMax: 10_000,
  /** Event streams open at the same time. */
  streamsMax: 100,
  /** Bytes that wait for the reader of one stream. */
  streamBacklogBytesMax: 256 * 1024,
  /** Connections open at the same time. */
  connectionsMax: 1000,
  /** How often a stream is kept alive. */
  heartbeatMs: 15_000,
  /** Rows of the list of what waits. */
  pageRowsMax: 200,
  /** Rows of one page of the history. */
  historyRowsMax: 50,
  /** Ended requests that pages know of. */
  bookEndedMax: 1000,
  /** Changes that are read one by one; above that, the queue is read anew. */
  bookStaleMax: 200,
  /** How long after the last look pages stay ready. */
  bookRestMs: 60_000,
  /** A value that a list is filtered by. */
  filterCharsMax: 200,
  /** Characters of the arguments that a text filter looks into. */
  filterTextCharsMax: 2000,
  /** Choices of one filter. */
  filterChoicesMax: 50,
  /** Earlier calls of the session beside a request. */
  sessionCallsMax: 5,
  /** Arguments, as canonical JSON, above which a page does not offer to approve. */
  reviewCharsMax: 1024 * 1024,
  /** Markup of the arguments above which a page does not offer to approve. */
  reviewMarkupCharsMax: 8 * 1024 * 1024,
  /** Levels of nesting that are laid out; deeper ones are shown as JSON. */
  reviewDepthMax: 24,
  /** Characters that a renderer reads of an argument. */
  renderCharsMax: 256 * 1024,
  /** Facts and lines of one rendering. */
  renderFactsMax: 40,
  renderLinesMax: 2000,
  /** Characters of one fact. */
  factCharsMax: 300,
  /** Fields that a page offers to edit. */
  editFieldsMax: 50,
  /** A file that a renderer opens to show a difference. */
  fileBytesMax: 1024 * 1024,
  /** Pairs of lines that the differences of one call compare. */
  diffPairsMax: 4_000_000,
  tokenCharsMax: 512,
  /** What is reported of one failure. */
  traceCharsMax: 8192,
} as const
