import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '@kvlar/core/node'
import { AuditError } from '../../audit-error.ts'
import { decodeEntry } from '../../entry/entry-line.ts'
import type { Entry } from '../../entry/entry.ts'
import { LIMITS } from '../../limits.ts'
import { readLines } from '../read/read-lines.ts'
import type { Segment } from '../home/segment-files.ts'
import { readSmallFile } from '../home/small-file.ts'

/**
 * The checkpoint of a chain's end, for the moment between the `close` entry and the checkpoint that signs it: a writer
 * that is killed there leaves an end that is signed all the same.
 */
const CLOSING_FILE = 'closing.note'

/** Keeps the checkpoint, before the entry that it covers is written. */
export async function saveClosing(dir: string, note: string): Promise<void> {
  await replaceFile(join(dir, CLOSING_FILE), note, 'keep')
}

/** Forgets it, when the checkpoint stands in its file or another writer goes on. */
export async function dropClosing(dir: string): Promise<void> {
  await rm(join(dir, CLOSING_FILE), { force: true })
}

/**
 * The checkpoint, if the chain ends in the `close` that it is for; it is not verified here.
 * @param last the newest segment
 * @throws AuditError `AUDIT_UNAVAILABLE`, `AUDIT_CORRUPT`
 */
export async function loadClosing(dir: string, last: Segment | undefined): Promise<string | undefined> {
  const note = await readSmallFile(join(dir, CLOSING_FILE))
  if (note === undefined || last === undefined) return undefined
  const entry = await lastEntry(last)
  return entry?.kind === 'close' && note.split('\n')[1] === String(entry.index + 1) ? note : undefined
}

async function lastEntry({ file, bytes }: Segment): Promise<Entry | undefined> {
  const start = Math.max(0, bytes - LIMITS.entryBytesMax)
  let line: Uint8Array | undefined
  for await (const { kind, bytes: read } of readLines(file, { bytesMax: LIMITS.entryBytesMax, start }))
    if (kind === 'whole') line = read
  try {
    return line === undefined ? undefined : decodeEntry(line)
  } catch (error) {
    if (error instanceof AuditError) return undefined
    throw error
  }
}
