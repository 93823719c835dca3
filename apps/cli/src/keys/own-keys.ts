import type { PublicKeyBundle } from '@kvlar/crypto'
import { KeyFolder, type KeyListing } from '@kvlar/crypto/file'
import { defaultKeyFolder } from '../paths.ts'
import { UsageError } from '../usage-error.ts'

/** The user's own keys. */
export function ownKeys(): KeyFolder {
  return new KeyFolder(defaultKeyFolder())
}

const PREFIX = /^[0-9a-f]{8,64}$/

/**
 * The key that a command line names by its id or the beginning of it; the current one when it names none.
 * @throws UsageError, KeyError
 */
export async function ownKey(named: string | undefined): Promise<KeyListing> {
  const keys = await ownKeys().list()
  if (named === undefined) {
    const current = keys.find(({ isCurrent }) => isCurrent)
    if (current !== undefined) return current
    throw new UsageError('there is no current key', '`kvlar keys generate` makes one')
  }
  if (!PREFIX.test(named)) throw new UsageError(`\`${named}\` is no key id`, 'write 8 or more digits of it')
  const [found, another] = keys.filter(({ bundle }) => bundle.id.startsWith(named))
  if (found === undefined)
    throw new UsageError(`there is no key \`${named}\``, '`kvlar keys list` lists them')
  if (another !== undefined) throw new UsageError(`more than one key begins with \`${named}\``)
  return found
}

/** When a key was made and when it ends, as people read it. */
export function lifeText({ createdAt, expiresAt }: PublicKeyBundle, nowMs: number): string {
  const made = `made ${isoSeconds(createdAt)}`
  if (expiresAt === null) return made
  return `${made}, ${expiresAt * 1000 <= nowMs ? 'expired' : 'expires'} ${isoSeconds(expiresAt)}`
}

function isoSeconds(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, -5)}Z`
}

/** A key as `--json` prints it; the public half only. */
export function keyJson({ bundle, isCurrent }: KeyListing): object {
  return { id: bundle.id, current: isCurrent, created_at: bundle.createdAt, expires_at: bundle.expiresAt }
}
