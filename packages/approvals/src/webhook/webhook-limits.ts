/** Every bound of webhooks. Sizes are in the unit their name ends with. */
export const WEBHOOK_LIMITS = {
  /** One attempt. */
  attemptMs: 30_000,
  attemptsMax: 20,
  /** Wait before the second attempt; it doubles, with chance added. */
  backOffMs: 500,
  backOffMsMax: 15_000,
  /** How long the end of a request is tried to be told. */
  resolutionMs: 300_000,
  /** An answer or a callback. */
  bodyBytesMax: 64 * 1024,
  /** A message that is sent (Standard Webhooks asks for less than 20 kB). */
  messageBytesMax: 20_000,
  /** A name in a message, and a reason. */
  nameCharsMax: 256,
  reasonCharsMax: 1024,
  /** How far a callback's clock may be off (Standard Webhooks: replay). */
  toleranceMs: 300_000,
  /** Callback ids that are remembered. */
  idsMax: 10_000,
  /** Requests whose end is still to be told. */
  followedMax: 10_000,
  secretBytesMin: 24,
  secretBytesMax: 64,
  secretFileBytesMax: 4096,
} as const
