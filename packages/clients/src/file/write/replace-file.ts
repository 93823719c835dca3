import { statSync } from 'node:fs'
import { ConfigError } from '@kvlar/core'
import { wrapError } from '../../wrap-error.ts'
import { readBytes } from '../read-file.ts'
import { putInPlace } from './put-in-place.ts'

export interface Replacement {
  /** The bytes the file must still hold. */
  readonly before: Uint8Array
  readonly after: Uint8Array
  /** Called when the new text is on the disk and the next step is to put it in place; may throw to stop that. */
  readonly beforeRename: () => void
}

/**
 * Replaces a file whole, with the rights that it has. Refuses when the file does not hold the expected bytes any more,
 * up to the last look before the rename.
 */
export function replaceFile(target: string, { before, after, beforeRename }: Replacement): void {
  try {
    putInPlace(target, after, {
      rights: statSync(target),
      beforeRename: () => {
        beforeRename()
        checkUnchanged(target, before)
      },
    })
  } catch (error) {
    throw error instanceof ConfigError ? error : notWritten(target, error)
  }
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
