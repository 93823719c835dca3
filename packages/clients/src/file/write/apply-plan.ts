import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConfigError } from '@kvlar/core'
import { stateFolder } from '@kvlar/core/node'
import type { Environment } from '../../places/environment.ts'
import type { Plan, PlannedFile } from '../plan/plan.ts'
import { checkWritable } from '../read-file.ts'
import { backupsOf, createBackup, dropBackup, type BackupKind } from './backup.ts'
import { digestOf } from './digest.ts'
import { addStep, dropFile } from './journal.ts'
import { checkUnchanged, replaceFile } from './replace-file.ts'
import { wrapError } from '../../wrap-error.ts'
import { writeNew } from './write-new.ts'

export type ApplyStep = 'backed-up' | 'written-beside' | 'replaced'

export interface ApplyOptions {
  readonly environment: Environment
  /** Told of each step of each file that changes. */
  readonly onStep?: (step: ApplyStep, target: string) => void
}

/** What became of one file that was to change. */
export interface AppliedFile {
  readonly client: string
  readonly path: string
  readonly target: string
  /** Where the text from before was kept, where it was. */
  readonly backup?: string
  /** Backups that were removed because the file holds their bytes again. */
  readonly removedBackups: readonly string[]
  /** Why the file was left as it is; absent when it was written. */
  readonly error?: ConfigError
}

/**
 * Carries a plan out, file by file; one that fails does not keep the others from being written.
 *
 * INVARIANT: a file is replaced only if it still holds the bytes the plan was made from, and only after these
 * bytes are safe in a backup or can be told from the new ones.
 */
export function applyPlan(plan: Plan, options: ApplyOptions): readonly AppliedFile[] {
  const apply = plan.kind === 'wrap' ? applyWrap : applyUnwrap
  return plan.files.filter(({ changed }) => changed).map((file) => applyOne(file, apply, options))
}

function applyOne(file: PlannedFile, apply: typeof applyWrap, options: ApplyOptions): AppliedFile {
  const { client, path, target } = file
  try {
    return Object.assign({ client, path, target }, apply(file, options))
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { client, path, target, removedBackups: [], error }
  }
}

type Done = Pick<AppliedFile, 'backup' | 'removedBackups'>

interface Bytes {
  readonly before: Uint8Array
  readonly after: Uint8Array
}

function applyWrap(file: PlannedFile, options: ApplyOptions): Done {
  const { target, client } = file
  if (file.isNew === true) makeEmpty(target)
  const bytes = checkedBytes(file)
  const backup = keepBackup(target, { bytes: bytes.before, kind: 'pre-kvlar' }, options)
  const step = { before: digestOf(bytes.before), after: digestOf(bytes.after), backup }
  const note = (): void => addStep(stateFolder(options.environment), target, { client, step })
  replaceOrDrop(target, { ...bytes, backup, note }, options)
  return { backup, removedBackups: [] }
}

function applyUnwrap(file: PlannedFile, options: ApplyOptions): Done {
  const { target } = file
  const bytes = checkedBytes(file)
  const kept =
    file.method === 'restore'
      ? {}
      : { backup: keepBackup(target, { bytes: bytes.before, kind: 'pre-unwrap' }, options) }
  replaceOrDrop(target, { ...bytes, ...kept }, options)
  const isClean = file.servers.every(({ action }) => action === 'unwrap' || action === 'not-wrapped')
  if (!isClean) return { ...kept, removedBackups: [] }
  forget(stateFolder(options.environment), target)
  const removedBackups = backupsOf(target).filter((path) => dropBackup(path, bytes.after))
  // Nothing is in it, so it was made for what has gone.
  if (bytes.after.length === 0) rmSync(target, { force: true })
  return { ...kept, removedBackups }
}

/** A file that is to be made begins empty, and goes the way of every other from there. */
function makeEmpty(target: string): void {
  try {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    writeNew(target, new Uint8Array(), { mode: 0o600 })
  } catch (cause) {
    throw wrapError('WRAP_FILE_NOT_WRITTEN', `\`${target}\` cannot be made`, {
      file: target,
      help: 'check the space on the disk and the rights to its folder, and run the command again',
      cause,
    })
  }
}

function checkedBytes(file: PlannedFile): Bytes {
  const bytes = { before: Buffer.from(file.before, 'utf8'), after: Buffer.from(file.after, 'utf8') }
  checkUnchanged(file.target, bytes.before)
  checkWritable(file.target)
  return bytes
}

function keepBackup(
  target: string,
  kept: { readonly bytes: Uint8Array; readonly kind: BackupKind },
  options: ApplyOptions,
): string {
  const backup = createBackup(target, kept.bytes, kept.kind)
  options.onStep?.('backed-up', target)
  return backup
}

/** Replaces the file; a backup made for a change that did not come about goes again. */
function replaceOrDrop(
  target: string,
  change: Bytes & { readonly backup?: string; readonly note?: () => void },
  options: ApplyOptions,
): void {
  const { before, after, backup, note } = change
  const beforeRename = (): void => {
    note?.()
    options.onStep?.('written-beside', target)
  }
  try {
    replaceFile(target, { before, after, beforeRename })
  } catch (error) {
    if (backup !== undefined) dropBackup(backup, before)
    throw error
  }
  options.onStep?.('replaced', target)
}

/** The file is as it should be by now; a note about it that stays behind matches nothing and harms nothing. */
function forget(folder: string, target: string): void {
  try {
    dropFile(folder, target)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
  }
}
