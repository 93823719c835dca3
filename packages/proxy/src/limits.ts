/** Every bound of the proxy's sessions and streams, in one place. Sizes are in the unit their name ends with. */
export const LIMITS = {
  /** Requests one side may have open at once. */
  openRequestsMax: 10_000,
  /** Calls that wait for a human at once, in one session. */
  heldCallsMax: 256,
  /** Bytes of the calls that wait for a human, in one session. */
  heldBytesMax: 64 * 1024 * 1024,
  /** A caller that waits for a human, and gave a progress token, is told so this often. */
  heartbeatMs: 10_000,
  /** Characters of a name in a line for people. */
  remarkCharsMax: 64,
  /** Roots of one answer that are looked at. */
  rootsMax: 256,
  /** Requests of our own that one side may have open at once. */
  ownRequestsMax: 512,
  /** A server has this long to list its tools when Kvlar asks, within so many pages and bytes. */
  listMs: 5000,
  listPagesMax: 100,
  listBytesMax: 32 * 1024 * 1024,
  /** Lines of a server that is started for its list alone. */
  listLinesMax: 10_000,
  /** Listings in a row that a server can make void by saying that its tools have changed. */
  listRoundsMax: 3,
  /** How long a list holds of a server that need not tell of changes. */
  listFreshMs: 1000,
  /** Characters of one question to the user of a client. */
  questionCharsMax: 4096,
  /** How long a client may take to repeat a call with what its user said. */
  retryMs: 600_000,
  /** Characters of the state that such a call carries. */
  retryStateCharsMax: 2048,
  /** Requests that were cancelled after they were forwarded and whose late answer is still expected. */
  cancelledMax: 1024,
  /** What of a stated protocol revision is remembered. */
  revisionCharsMax: 64,
  /** Messages of one direction that wait for being read or recorded before the reader is paused, and their bytes. */
  unsettledMax: 1024,
  unsettledBytesMax: 1024 * 1024,
  /** Tools, prompts and resources of one session whose definition is remembered. */
  definitionsMax: 20_000,
  /** Waiting to be written to one peer: above this, the reader that feeds it is paused. */
  writerBytesHigh: 1024 * 1024,
  /** Lines up to this many bytes together are copied into one write; larger ones are written where they lie. */
  joinedBytesMax: 256 * 1024,
  /** Waiting to be written to stderr; further lines are left out. */
  logBytesMax: 256 * 1024,
  /** Kinds of messages that go no further of which a session says so. */
  remarksMax: 64,
  /** Log lines a peer can cause within one window. */
  logLinesPerWindow: 20,
  logWindowMs: 1000,
  /** Shown of what a peer sent. */
  logQuoteBytesMax: 200,
  /** After the end of its input a server has this long to answer what is open, which is as long as clients wait. */
  answersAfterEofMs: 60_000,
  /** When there is no server to answer it, a client has this long to ask for something, and is then told why. */
  firstRequestMs: 5000,
  /**
   * A server with nothing left to answer has this long to exit after the end of its input, before SIGTERM. Together with `terminateMs` it stays
   * under the 2 s + 2 s after which the official clients kill us.
   */
  exitAfterEofMs: 1500,
  /** When the proxy itself is told to stop, what is open has this long to be answered, unless told otherwise. */
  drainMs: 25_000,
  /** A server has this long to exit after the end of its input then, before SIGTERM. */
  exitAfterDrainMs: 500,
  /** A server has this long to exit after SIGTERM, before SIGKILL. */
  terminateMs: 1000,
  /** What a server that has exited wrote last is read for this long, while something it started holds the pipe. */
  lastWordsMs: 500,
  /** What a server that is asked for its tools wrote last to stderr is kept. */
  lastWordsBytesMax: 4096,
  /** The client has this long to take the last answers. */
  lastAnswersMs: 1000,
} as const
