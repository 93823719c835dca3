import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeUtf8, readJson } from '@kvlar/core'
import { LIMITS } from '../limits.ts'
import { isCode } from './home.ts'
import { readLines } from './read-lines.ts'
import { CHECKPOINT_FILE } from './segment-files.ts'

/** A note as JSON text: an escape of two characters at the most for each of its own. */
const LINE_BYTES_MAX = LIMITS.checkpointBytesMax * 2

/** A checkpoint as it stands in its file: one JSON text on a line. */
export function checkpointLine(note: string): Uint8Array {
  return Buffer.from(`${JSON.stringify(note)}\n`)
}

/**
 * The checkpoint notes of a chain, oldest first. A torn last line is left out, because nothing was told about it; a
 * line that is no text comes out as it stands, so that verification refuses it.
 */
export async function* readCheckpoints(dir: string, start = 0): AsyncGenerator<string> {
  const file = join(dir, CHECKPOINT_FILE)
  for await (const { bytes, complete } of readLines(file, { bytesMax: LINE_BYTES_MAX, start })) {
    if (!complete) return
    const text = decodeUtf8(bytes)
    const answer = text === undefined ? undefined : readJson(text)
    yield answer?.ok === true && typeof answer.value === 'string' ? answer.value : (text ?? '')
  }
}

/** The newest checkpoint note of a chain, read from the end of its file. */
export async function lastCheckpoint(dir: string): Promise<string | undefined> {
  const file = join(dir, CHECKPOINT_FILE)
  const size = await sizeOf(file)
  let last: string | undefined
  // The tail surely holds one whole line; the first line read there may be the end of another.
  const start = Math.max(0, size - 2 * LINE_BYTES_MAX)
  for await (const note of readCheckpoints(dir, start)) last = note
  return last
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (isCode(error, 'ENOENT')) return 0
    throw error
  }
}
