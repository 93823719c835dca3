/** Every bound of the record, in one place. Sizes are in the unit their name ends with. */
export const LIMITS = {
  /** One entry line, without its line feed. */
  entryBytesMax: 1024 * 1024,
  /** Parameters above this are stored as digest and length. */
  parametersBytesMax: 64 * 1024,
  /** A checkpoint note: two hybrid signature lines need under 5 KiB, the heads of other chains take the rest. */
  checkpointBytesMax: 64 * 1024,
  /** Signature lines of one note. */
  noteSignaturesMax: 16,
  /** Heads of other chains that one checkpoint names; further ones stand in the next. */
  headsMax: 256,
  /** A text of an entry that comes from outside, such as a tool name; a longer one is cut and its digest noted. */
  textCharsMax: 4096,
  /** Hidden values listed for one call; the digest of all parameters covers the others. */
  hiddenMax: 256,
  /** A key, anchor or state file of a home. */
  smallFileBytesMax: 256 * 1024,
  /** The text of one policy file. */
  policyBytesMax: 8 * 1024 * 1024,
  /** A proof as a text: entry, hashes and checkpoint. */
  proofBytesMax: 2 * 1024 * 1024,
  /** How long entries may stand unsigned: a writer signs within a second, unless its disk or its signer is slow. */
  unsignedMsMax: 60_000,
  /** Names that statistics tell apart. */
  statsNamesMax: 10_000,
  /** Calls that wait for a human, which statistics know again. */
  statsHeldMax: 10_000,
  /** Bytes of a torn line that are kept; a crash leaves far less. */
  tornBytesMax: 16 * 1024 * 1024,
  /** Hashes in a proof: a tree of 2^53 leaves is 53 levels deep. */
  proofHashesMax: 64,
} as const
