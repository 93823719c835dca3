import { constants, open, type FileHandle } from 'node:fs/promises'
import { writeOnce } from '@kvlar/core/node'
import { AuditError } from '../../audit-error.ts'
import { LIMITS } from '../../limits.ts'
import { isCode } from './system-error.ts'

/**
 * The text of a file of the home that is not a chain; undefined when there is none.
 * @throws AuditError `AUDIT_UNAVAILABLE`; `AUDIT_CORRUPT` when it is no regular file, or longer than any of ours
 */
export async function readSmallFile(
  file: string,
  bytesMax: number = LIMITS.smallFileBytesMax,
): Promise<string | undefined> {
  try {
    const handle = await openToRead(file)
    try {
      const { size } = await handle.stat()
      if (size > bytesMax) throw new AuditError('AUDIT_CORRUPT', `\`${file}\` is over ${bytesMax} bytes`)
      return await handle.readFile('utf8')
    } finally {
      await handle.close()
    }
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return undefined
    if (cause instanceof AuditError) throw cause
    throw new AuditError('AUDIT_UNAVAILABLE', `\`${file}\` cannot be read`, { cause })
  }
}

/**
 * Opens a regular file. Anything else is none of ours, and nobody waits for a pipe.
 * @throws AuditError `AUDIT_CORRUPT`; a system error when it cannot be opened
 */
export async function openToRead(file: string): Promise<FileHandle> {
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  if ((await handle.stat()).isFile()) return handle
  await handle.close()
  throw new AuditError('AUDIT_CORRUPT', `\`${file}\` is not a file`)
}

/**
 * Makes a file with this content unless it exists, in one step, and returns what it holds then.
 * @throws AuditError as `readSmallFile`; a system error when it cannot be written
 */
export async function writeSmallFileOnce(
  file: string,
  content: string,
  bytesMax: number = LIMITS.smallFileBytesMax,
): Promise<string> {
  const known = await readSmallFile(file, bytesMax)
  if (known !== undefined) return known
  if (await writeOnce(file, content)) return content
  return (await readSmallFile(file, bytesMax)) ?? content
}
