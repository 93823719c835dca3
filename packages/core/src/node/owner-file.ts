import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/** Why the secret in a file is not taken: others may use it, it is no small regular file, or it cannot be read. */
export type OwnerFileFault = 'not_private' | 'irregular' | 'too_long' | 'unreadable'

/** The text of a file that only its owner may read, or why it is not taken. */
export type OwnerFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly fault: OwnerFileFault; readonly cause?: unknown }

const GROUP_AND_OTHERS = 0o077

/**
 * Reads a file that holds a secret. What others may read or write is no secret, and a pipe must not make us wait for its
 * writer. Windows has no such rights: there a user's own folders are closed by their place.
 */
export async function readOwnerFile(path: string, bytesMax: number): Promise<OwnerFile> {
  try {
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const stats = await file.stat()
      if (!stats.isFile()) return { ok: false, fault: 'irregular' }
      if (process.platform !== 'win32' && (stats.mode & GROUP_AND_OTHERS) !== 0)
        return { ok: false, fault: 'not_private' }
      if (stats.size > bytesMax) return { ok: false, fault: 'too_long' }
      return { ok: true, text: await file.readFile('utf8') }
    } finally {
      await file.close()
    }
  } catch (cause) {
    return { ok: false, fault: 'unreadable', cause }
  }
}
