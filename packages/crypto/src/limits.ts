/** Every bound of this package, in one place. Sizes and times are in the unit their name ends with. */
export const LIMITS = {
  /** One message handed to a signature. */
  signedBytesMax: 64 * 1024 * 1024,
  /** A text field of a permit up to this size travels as it is, a longer one as its SHA-256. */
  permitTextBytesMax: 64,
  /** A text field before it is hashed. */
  textBytesMax: 64 * 1024,
  /** A permit issued alone, as text. */
  permitCharsMax: 5500,
  /** A permit issued in a batch, as text. */
  batchedPermitCharsMax: 6000,
  /** Permits one signature covers. */
  batchMax: 256,
  /** Permits waiting for a signature; the next one is refused. */
  pendingPermitsMax: 16_384,
  /** Lifetime of a permit unless the request says otherwise. */
  permitLifetimeSeconds: 30,
  /** The longest lifetime an issuer signs and a verifier accepts. */
  permitLifetimeSecondsMax: 3600,
  /** How far the clocks of issuer and verifier may be apart. */
  clockSkewSeconds: 5,
  /** Roots of batches a verifier remembers as verified. */
  verifiedRootsMax: 1024,
  /** Ids a replay store remembers; when full, the next one is refused. */
  replayEntriesMax: 250_000,
  /** Nesting of parameters in their canonical form. */
  jsonDepthMax: 64,
  /** Nodes of parameters in their canonical form. */
  jsonNodesMax: 1_000_000,
  /** Bundles of one directory. */
  bundlesMax: 10_000,
  /** One manifest, as text. */
  manifestBytesMax: 48 * 1024 * 1024,
  /** A fetched manifest counts as fresh this long. */
  directoryTtlSeconds: 300,
  /** A directory that cannot be refreshed serves what it has this long, then nothing. */
  directoryStaleSecondsMax: 3600,
  /** One request to a directory. */
  directoryTimeoutMs: 10_000,
  /** The least time between two requests to a directory that nobody asked to reload. */
  directoryRetryMs: 5000,
  /** One key file. */
  keyFileBytesMax: 64 * 1024,
  /** Key files of one folder. */
  keyFilesMax: 1000,
  /** Memory a key file may ask of scrypt. */
  scryptMemoryBytesMax: 512 * 1024 * 1024,
  /** The lowest scrypt cost (N) a key file may have. */
  scryptCostMin: 16_384,
  /** The most scrypt passes (p) a key file may ask for. */
  scryptPassesMax: 4,
  /** Data of one channel message. */
  channelDataBytesMax: 16 * 1024 * 1024,
  /** Context and correlation ids. */
  channelIdBytesMax: 1024,
  /** A sealed message older or newer than this is refused; a channel may be stricter. */
  channelWindowSeconds: 300,
  /** Message ids one channel remembers within its window; when full, the next message is refused. */
  channelReplayMax: 65_536,
  /** Records under one key of an established session before it is replaced. */
  sessionRecordsPerKey: 1 << 20,
  /** Bytes under one key of an established session before it is replaced. */
  sessionBytesPerKey: 1 << 30,
  /** Signatures waiting for a thread. */
  workerQueueMax: 16_384,
  /** Native signatures that are made at a time, on the four threads that Node has for them and for files. */
  poolSlotsMax: 2,
  /** Worker threads that sign when the platform has no native ML-DSA. */
  workersMax: 4,
} as const
