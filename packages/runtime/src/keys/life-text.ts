import type { PublicKeyBundle } from '@kvlar/crypto'

/** When a key was made and when it ends, as people read it. */
export function lifeText({ createdAt, expiresAt }: PublicKeyBundle, nowMs: number): string {
  const made = `made ${isoSeconds(createdAt)}`
  if (expiresAt === null) return made
  return `${made}, ${expiresAt * 1000 <= nowMs ? 'expired' : 'expires'} ${isoSeconds(expiresAt)}`
}

function isoSeconds(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, -5)}Z`
}
