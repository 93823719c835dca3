/** Every bound of the package, in one place. Sizes are in the unit their name ends with. */
export const REDIS_LIMITS = {
  /** How long opening waits for a connection. */
  connectMs: 5000,
  /** How long one operation waits for its answer. */
  commandMs: 2000,
  commandMsMax: 60_000,
  /** Operations that may wait for an answer at the same time. */
  inFlightMax: 10_000,
  /** First and longest pause before the connection is tried again. */
  retryMsMin: 50,
  retryMsMax: 1000,
  /** How long replicas may take to have a write that waits for them. */
  replicaMs: 1000,
  replicasMax: 16,
  /** How long a process that says nothing counts as running; it says so six times in that time. */
  leaseMs: 60_000,
  leaseMsMin: 600,
  leaseMsMax: 86_400_000,
  renewalsPerLease: 6,
  /** Other processes of which this one remembers since when they have been missing. */
  missingOwnersMax: 10_000,
  /** One row when it is new, and once people have decided about it. */
  newRowBytesMax: 1024 * 1024,
  rowBytesMax: 2 * 1024 * 1024,
  /** Rows that have ended and are kept, by number and by the size of their bodies. */
  endedMax: 10_000,
  endedMaxMax: 1_000_000,
  endedBytesMax: 64 * 1024 * 1024,
  /** The bodies of all rows that have not ended; a new request above it finds the queue full. */
  openBytesMax: 64 * 1024 * 1024,
  /** Rows that one write takes away at most. */
  prunedPerWriteMax: 16,
  /** Rows of one poll. */
  changesMax: 1000,
  prefixCharsMax: 128,
  /** A used permit is remembered this much longer than its verifier asks: their clocks may be apart. */
  replaySlackSeconds: 60,
  /** The longest time that a used permit is remembered. */
  replaySecondsMax: 86_400,
  /** Calls that one window of a limit holds, and windows that are in use; with more, a count cannot be had. */
  windowCallsMax: 1_000_000,
  seriesMax: 1_000_000,
  /** Windows of limits that are listed, and of how many one script tells. */
  listedMax: 1000,
  listedPerScriptMax: 128,
  /** Decisions of which a process remembers what it left, and what it could not take back yet. */
  leftMax: 10_000,
  owedMax: 10_000,
  /** Sessions under way, revocations that stand, and how long a session that does not act is remembered, at most. */
  sessionsMax: 10_000_000,
  revocationsMax: 1_000_000,
  idleMsMax: 396 * 86_400_000,
  /** Sessions of which a process remembers what it saw last. */
  rememberedMax: 10_000,
  /** Bytes of a revocation, and of one thing that is known of where a session began. */
  revocationBytesMax: 64 * 1024,
  originBytesMax: 4096,
  /** Calls that one script judges, and who one call could be turned away as. */
  askedPerScriptMax: 64,
  targetsMax: 1024,
  /** Revocations on one page, and of how many one script looks whether they were lost. */
  pageMax: 500,
  /** Revocations of this process that could not be written yet; with more nobody passes. */
  unwrittenMax: 10_000,
  /** How long a process that hears nothing waits before it looks whether it missed something. */
  lookMs: 10_000,
  /** After how long a process that may be over soon listens. */
  listenLaterMs: 1000,
  /** How long it waits for changes that are on their way to it. */
  hearMs: 500,
  /** The name of one used permit. */
  replayIdCharsMax: 256,
} as const
