import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { link, open, rename, unlink, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { KeyError } from '../errors/key-error.ts'

/** Whether a file that is already there may be replaced. */
export type Overwrite = 'never' | 'replace'

/**
 * Writes a file that only its owner may read (0600): beside its place, synced, then moved there, so that a crash
 * leaves the old file or the new one.
 * @throws KeyError `KEY_FILE_EXISTS` when it exists and may not be replaced, `KEY_FILE_UNREADABLE` on I/O errors
 */
export async function writePrivateFile(path: string, text: string, overwrite: Overwrite): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await writeSynced(draft, text)
    if (overwrite === 'replace') await rename(draft, path)
    else {
      // `link` fails when the name is taken, which `rename` does not.
      await link(draft, path)
      await unlink(draft)
    }
    await syncFolder(dirname(path))
  } catch (cause) {
    await unlink(draft).catch(() => {})
    if (hasCode(cause, 'EEXIST'))
      throw new KeyError('KEY_FILE_EXISTS', `\`${path}\` exists; refusing to overwrite a key`, { cause })
    throw new KeyError('KEY_FILE_UNREADABLE', `\`${path}\` cannot be written; the key is not stored`, {
      cause,
    })
  }
}

/**
 * Reads a file that only its owner may read. `readOwnerFile` of core's node side does the like for secrets that people
 * write; keys have their own reader because this package stands alone, for services that verify and need no engine, and it
 * is stricter: what lies behind a link, or is another user's, is no key.
 * @throws KeyError `KEY_NOT_FOUND`, `KEY_FILE_PERMISSIONS` when group or others have any right to it or it is another
 * user's, `KEY_FILE_UNREADABLE` when it is a link, no regular file, too long or cannot be read
 */
export async function readPrivateFile(path: string, bytesMax: number): Promise<string> {
  let file: FileHandle | undefined
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const { mode, uid, size } = await checkRegular(file, path, bytesMax)
    if (process.platform !== 'win32' && ((mode & 0o077) !== 0 || uid !== process.getuid?.()))
      throw new KeyError(
        'KEY_FILE_PERMISSIONS',
        `\`${path}\` is not for its owner alone; refusing it (chmod 600)`,
      )
    const buffer = Buffer.alloc(size)
    const { bytesRead } = await file.read(buffer, 0, size, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } catch (cause) {
    if (cause instanceof KeyError) throw cause
    if (hasCode(cause, 'ENOENT')) throw new KeyError('KEY_NOT_FOUND', `\`${path}\` does not exist`, { cause })
    throw new KeyError('KEY_FILE_UNREADABLE', `\`${path}\` cannot be read`, { cause })
  } finally {
    await file?.close()
  }
}

async function checkRegular(file: FileHandle, path: string, bytesMax: number) {
  const stat = await file.stat()
  if (!stat.isFile() || stat.size > bytesMax)
    throw new KeyError('KEY_FILE_UNREADABLE', `\`${path}\` is no regular file of at most ${bytesMax} bytes`)
  return stat
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows has no such call; there the file's own sync is what can be had.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
