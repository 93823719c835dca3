import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Why something cannot be had, without what only its owner should read: the message of an error may name files and
 * machines, its code does not.
 */
export async function whyNot(words: string, look: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await look()
    return undefined
  } catch (error) {
    const code = codeOf(error)
    return code === undefined ? words : `${words} (${code})`
  }
}

/** Of the error, or of what it came from: that of the system says more. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const cause = codeOf(error.cause)
  if (cause !== undefined) return cause
  const code: unknown = 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : undefined
}

/** @throws why nothing could be written into a folder, which need not be there yet */
export async function checkFolder(dir: string): Promise<void> {
  try {
    await access(dir, constants.W_OK | constants.X_OK)
  } catch (error) {
    const parent = dirname(dir)
    if (!isMissing(error) || parent === dir) throw error
    return checkFolder(parent)
  }
  const { bavail } = await statfs(dir)
  if (bavail === 0) throw Object.assign(new Error('no space is left'), { code: 'ENOSPC' })
}

/** @throws why a file could not be used that is made on first use, unless `isKnown` says that it was made already */
export async function checkFile(file: string, isKnown: boolean): Promise<void> {
  try {
    await access(file, constants.R_OK | constants.W_OK)
  } catch (error) {
    if (isKnown || !isMissing(error)) throw error
  }
  await checkFolder(dirname(file))
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
