import { join } from 'node:path'
import { replaceFile, syncFolder } from '@kvlar/core/node'
import { ANCHOR_FILE } from './segment-files.ts'
import { readSmallFile } from './small-file.ts'

/** Writes the signed anchor; a crash in between leaves the old one. */
export async function saveAnchor(dir: string, note: string): Promise<void> {
  await replaceFile(join(dir, ANCHOR_FILE), note, 'keep')
  await syncFolder(dir)
}

/**
 * The note as it stands; undefined when nothing was pruned. It is not verified here.
 * @throws AuditError `AUDIT_UNAVAILABLE`, `AUDIT_CORRUPT`
 */
export async function loadAnchor(dir: string): Promise<string | undefined> {
  return readSmallFile(join(dir, ANCHOR_FILE))
}
