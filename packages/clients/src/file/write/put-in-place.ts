import { randomBytes } from 'node:crypto'
import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { writeNew, type FileRights } from './write-new.ts'

export interface Placing {
  /** The rights of the file afterwards. */
  readonly rights: FileRights
  /** Called when the bytes are on the disk beside the file and only the rename is left; may throw to stop that. */
  readonly beforeRename?: () => void
}

/**
 * Puts bytes in the place of a file whole: at every moment it holds either the old bytes or the new ones, whatever is
 * cut off.
 */
export function putInPlace(target: string, bytes: Uint8Array, { rights, beforeRename }: Placing): void {
  const temporary = join(dirname(target), `.${basename(target)}.kvlar-${randomBytes(6).toString('hex')}`)
  try {
    writeNew(temporary, bytes, rights)
    beforeRename?.()
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  syncFolder(dirname(target))
}

function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, constants.O_RDONLY)
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // Windows opens no folders; the rename is atomic all the same, and at worst the old file is back after a crash.
  }
}
