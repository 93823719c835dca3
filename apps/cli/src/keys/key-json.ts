import type { KeyListing } from '@kvlar/crypto/file'

/** A key as `--json` prints it; the public half only. */
export function keyJson({ bundle, isCurrent }: KeyListing): object {
  return { id: bundle.id, current: isCurrent, created_at: bundle.createdAt, expires_at: bundle.expiresAt }
}
