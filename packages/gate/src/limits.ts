/** Every bound of the package, in one place. Sizes are in the unit their name ends with. */
export const LIMITS = {
  /** How long an operation on a file of counters or sessions waits for another process. */
  fileBusyMs: 250,
  /** Operations that may wait for the thread of such a file. */
  fileInFlightMax: 10_000,
  /** Ends of calls that could not be told yet. */
  owedEndsMax: 10_000,
  /** Series that are listed at a time. */
  countersListedMax: 1000,
  /** Calls that run of which the gate remembers what they left in the counters. */
  openCallsMax: 10_000,
  /** Segments of a path that the floor compares; protected paths are shorter. */
  floorSegmentsMax: 512,
  /** Characters of a path whose links the floor looks up; no system opens a longer one. */
  floorPathCharsMax: 32_767,
  /** Texts of one call that the floor reads as paths; a call with more is denied. */
  floorPathsMax: 4096,
  /** Paths of one call whose links the floor looks up, and pairs of arguments that it joins; a call with more is denied. */
  floorLookUpsMax: 4096,
  floorPairsMax: 8192,
  /** Characters of a text of JSON of which every text inside counts as an argument, whatever name it stands under. */
  floorEmbeddedCharsMax: 4096,
  /** Characters of a line under a name of files in which each word counts. */
  floorListCharsMax: 4096,
  /** Characters that the values of variables may add to one text; one with more is denied. */
  floorExpandedCharsMax: 1024 * 1024,
  /** Choices in braces of one text that the floor tries; with more, or in a longer text, the braces are any name. */
  floorChoicesMax: 64,
  floorGlobCharsMax: 4096,
  /** Sessions held in memory, and how long one that does not act is held. */
  sessionsMax: 100_000,
  sessionIdleMsMax: 7 * 86_400_000,
  /** Revocations kept in memory. */
  revocationsMax: 100_000,
  /** Invariants of one gate, and evaluators of its own. */
  invariantsMax: 1000,
  evaluatorsMax: 100,
  /** How long an evaluator may take to answer where nothing else is said, and what can be said at most. */
  evaluatorTimeoutMs: 5000,
  evaluatorTimeoutMsMax: 600_000,
  /** Characters of the name of an invariant or an evaluator, and of the reason that one gives. */
  nameCharsMax: 512,
  reasonCharsMax: 2000,
  /** Longest time-box of shadow mode. */
  shadowMsMax: 366 * 86_400_000,
} as const
