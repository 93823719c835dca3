/** Every bound of the package, in one place. Sizes are in the unit their name ends with. */
export const LIMITS = {
  /**
   * Requests of one principal that may be pending at the same time: many times those of a session, for clients that
   * nobody has told apart are one principal, and none of them shall use up what the others may ask.
   */
  pendingPerPrincipalMax: 200,
  /** Requests of one session, and so of one client, that may be pending. */
  pendingPerSessionMax: 20,
  /** Requests to one server that may be pending. */
  pendingPerServerMax: 400,
  /** Requests that may be pending in one queue. */
  pendingMax: 1000,
  /** How long a denial answers the same call. */
  denialMemoryMs: 600_000,
  /** How long a caller's connection is held before it is told to come back. */
  holdMs: 45_000,
  /** Requests of which a process remembers that a caller was told to come back. */
  keptMax: 10_000,
  /** How often other processes' changes are looked for while somebody waits. */
  pollMs: 150,
  /** How often clocks are looked at by the timer. */
  sweepMs: 1000,
  /** Rows handled by one sweep, and rows of one poll. */
  rowsPerStepMax: 1000,
  /** Times that a caller asks again because others took what it waited for: more than there are equal calls that wait. */
  askRoundsMax: 1000,
  /** Times that an update is tried again because another one came first: more than there are calls that use one grant. */
  updateTriesMax: 1000,
  /** Approvers of one file. */
  approversMax: 1000,
  /** People who decided one request. */
  decisionsMax: 100,
  /** One note of a reviewer. */
  noteCharsMax: 4096,
  /** Names and ids. */
  nameCharsMax: 512,
  /** The arguments of one call, as canonical JSON. */
  argumentsCharsMax: 8 * 1024 * 1024,
  /** Nesting of the arguments of one call. */
  argumentsDepthMax: 1000,
  /** Values of one call that are told apart as hidden. */
  hiddenValuesMax: 1000,
  /** Leaves of a call that a grant can be generalised over. */
  grantFieldsMax: 200,
  /** Grants alive at the same time. */
  grantsMax: 1000,
  /** Longest grant: one day. */
  grantMsMax: 86_400_000,
  /** Requests decided at once. */
  batchMax: 50,
  /** How long an approval by break-glass may be used. */
  breakGlassMs: 300_000,
  /** Shortest reason of a break-glass approval. */
  breakGlassNoteCharsMin: 10,
  /** Ended requests that the in-memory queue keeps. */
  memoryEndedMax: 10_000,
  /** Ended requests that the SQLite queue keeps. */
  sqliteEndedMax: 100_000,
  /** Operations that may wait for the thread of the SQLite queue. */
  sqliteInFlightMax: 10_000,
  /** How long an operation waits for another process to finish its own. */
  sqliteBusyMs: 5000,
  /** A file that keeps a key or a token. */
  secretFileBytesMax: 4096,
  /** A token that somebody shows. */
  tokenCharsMax: 512,
  /** Rows of one listing. */
  listMax: 1000,
} as const
