import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AuditError } from '../../audit-error.ts'
import { strictText } from '../../entry/strict-text.ts'
import { LIMITS } from '../../limits.ts'
import { readLines, type FileLine } from '../read/read-lines.ts'
import { CHECKPOINT_FILE } from './segment-files.ts'
import { isCode } from './system-error.ts'

/** A note as JSON text: an escape of two characters at the most for each of its own. */
export const CHECKPOINT_LINE_BYTES_MAX = LIMITS.checkpointBytesMax * 2

/** Where the search for the last checkpoint begins, from the end of the file; most are far shorter. */
const TAIL_BYTES = 16 * 1024

/** A checkpoint as it stands in its file: one JSON text on a line. */
export function checkpointLine(note: string): Uint8Array {
  return Buffer.from(`${JSON.stringify(note)}\n`)
}

/**
 * The checkpoint notes of a chain, oldest first. A torn last line is left out, because nothing was told about it; a
 * line that is no text comes out as it stands, so that verification refuses it.
 */
export async function* readCheckpoints(
  dir: string,
  range: { readonly start?: number; readonly end?: number } = {},
): AsyncGenerator<string> {
  const file = join(dir, CHECKPOINT_FILE)
  for await (const line of readLines(file, { bytesMax: CHECKPOINT_LINE_BYTES_MAX, ...range })) {
    const note = noteOf(line)
    if (note !== undefined) yield note
  }
}

/** The newest checkpoint note of a chain, read from the end of its file. */
export async function lastCheckpoint(dir: string): Promise<string | undefined> {
  const size = await checkpointBytes(dir)
  for (let tail = TAIL_BYTES; ; tail *= 4) {
    const start = Math.max(0, size - tail)
    let last: string | undefined
    let count = 0
    for await (const note of readCheckpoints(dir, { start, end: size })) {
      last = note
      count++
    }
    // The first line read may be the end of a longer one.
    if (start === 0 || count > 1) return last
  }
}

/** Length of a chain's checkpoint file; 0 when there is none. */
export async function checkpointBytes(dir: string): Promise<number> {
  const file = join(dir, CHECKPOINT_FILE)
  try {
    return (await stat(file)).size
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return 0
    throw new AuditError('AUDIT_UNAVAILABLE', `\`${file}\` cannot be read`, { cause })
  }
}

function noteOf({ kind, bytes }: FileLine): string | undefined {
  switch (kind) {
    case 'torn':
      return undefined
    case 'over_long':
      return ''
    case 'whole':
      return textOf(bytes) ?? ''
  }
}

/** The text of exactly one JSON string as `checkpointLine` writes it. */
function textOf(bytes: Uint8Array): string | undefined {
  const line = strictText(bytes)
  try {
    const value: unknown = line === undefined ? undefined : JSON.parse(line)
    return typeof value === 'string' && JSON.stringify(value) === line ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
