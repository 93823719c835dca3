import { randomBytes } from 'node:crypto'
import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { wrapError } from '../../wrap-error.ts'
import { readBytes } from '../read-file.ts'
import { writeBeside } from './write-beside.ts'

export interface Replacement {
  /** The bytes the file must still hold. */
  readonly before: Uint8Array
  readonly after: Uint8Array
  /** Called when the new text is on the disk and the next step is to put it in place; may throw to stop that. */
  readonly beforeRename: () => void
}

/**
 * Replaces a file whole: at every moment it holds either the old bytes or the new ones, whatever is cut off.
 * Refuses when the file does not hold the expected bytes any more, up to the last look before the rename.
 */
export function replaceFile(target: string, replacement: Replacement): void {
  const temporary = join(dirname(target), `.${basename(target)}.kvlar-${randomBytes(6).toString('hex')}`)
  try {
    writeBeside(temporary, replacement.after, statSync(target))
    replacement.beforeRename()
    checkUnchanged(target, replacement.before)
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error instanceof Error && error.name === 'ConfigError' ? error : notWritten(target, error)
  }
  syncFolder(dirname(target))
}

/** Throws when the file holds other bytes than expected. */
export function checkUnchanged(target: string, expected: Uint8Array): void {
  if (readBytes(target).equals(expected)) return
  throw wrapError(
    'WRAP_FILE_CHANGED',
    `\`${target}\` was changed by another program meanwhile; leaving it as it is`,
    {
      file: target,
      help: 'close the client or editor that writes it, and run the command again',
    },
  )
}

function notWritten(target: string, cause: unknown): Error {
  return wrapError('WRAP_FILE_NOT_WRITTEN', `\`${target}\` cannot be replaced; leaving it as it is`, {
    file: target,
    help: 'check the space on the disk and the rights to its folder, and run the command again',
    cause,
  })
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
