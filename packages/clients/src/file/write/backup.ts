import { readdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { WRAP_LIMITS } from '../../limits.ts'
import { wrapError } from '../../wrap-error.ts'
import { readBytes } from '../read-file.ts'
import { writeNew } from './write-new.ts'

/** `pre-kvlar`: as it was before it was wrapped; `pre-unwrap`: before an unwrap that could not simply restore. */
export type BackupKind = 'pre-kvlar' | 'pre-unwrap'

/** Keeps the bytes of a file beside it, under the first free number, with the mode of the file; returns the path. */
export function createBackup(target: string, bytes: Uint8Array, kind: BackupKind): string {
  try {
    const like = statSync(target)
    for (let number = 1; number <= WRAP_LIMITS.backupsMax; number += 1) {
      const path = `${target}.${kind}.${number}`
      if (isNew(() => writeNew(path, bytes, like))) return path
    }
  } catch (cause) {
    throw refusal(target, cause)
  }
  throw refusal(target, undefined)
}

/** The backups made before a file was wrapped, newest first. */
export function backupsOf(target: string): readonly string[] {
  const prefix = `${basename(target)}.pre-kvlar.`
  return readdirSync(dirname(target))
    .filter((name) => name.startsWith(prefix) && /^[1-9]\d*$/.test(name.slice(prefix.length)))
    .toSorted((left, right) => Number(right.slice(prefix.length)) - Number(left.slice(prefix.length)))
    .map((name) => join(dirname(target), name))
}

/** Removes a backup that holds nothing but what the file holds again. */
export function dropBackup(path: string, bytes: Uint8Array): boolean {
  try {
    if (!readBytes(path).equals(bytes)) return false
    rmSync(path)
    return true
  } catch {
    return false
  }
}

/** False where a file is in the way. */
function isNew(write: () => void): boolean {
  try {
    write()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function refusal(target: string, cause: unknown): Error {
  return wrapError(
    'WRAP_BACKUP_FAILED',
    `no backup of \`${target}\` can be kept beside it; leaving it as it is`,
    {
      file: target,
      help: 'make room on the disk, or remove old `.pre-kvlar.` files, and run the command again',
      cause,
    },
  )
}
