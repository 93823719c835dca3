/** Every bound of webhooks. Sizes are in the unit their name ends with. */
export const WEBHOOK_LIMITS = {
  /** One attempt. */
  attemptMs: 30_000,
  attemptsMax: 5,
  /** Wait before the second attempt; it doubles, with chance added. */
  backOffMs: 500,
  backOffMsMax: 15_000,
  /** An answer or a callback. */
  bodyBytesMax: 64 * 1024,
  /** Arguments that are sent; larger ones are replaced by their length (Standard Webhooks asks for small bodies). */
  argumentsBytesMax: 16 * 1024,
  /** How far a callback's clock may be off (Standard Webhooks: replay). */
  toleranceMs: 300_000,
  /** Callback ids that are remembered. */
  idsMax: 10_000,
  secretBytesMin: 24,
  secretBytesMax: 64,
} as const
