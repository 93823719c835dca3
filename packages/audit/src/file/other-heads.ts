import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checkpoint, Head } from '../checkpoint/checkpoint.ts'
import { parseCheckpointText } from '../checkpoint/checkpoint-text.ts'
import { parseNote } from '../checkpoint/note.ts'
import { AuditError } from '../audit-error.ts'
import { decodeEntry } from '../entry/entry-line.ts'
import { LIMITS } from '../limits.ts'
import { lastCheckpoint } from './checkpoint-file.ts'
import { chainDir, type AuditHome } from './home.ts'
import { readLines } from './read-lines.ts'
import { segmentFile } from './segment-files.ts'

/**
 * The newest signed heads of the other chains of a home, sorted by chain. They are not verified here: who signs them
 * again says only "this is what I saw", and a verifier misses the chain if it is gone.
 */
export async function headsOfOthers(home: Pick<AuditHome, 'dir'>, own: string): Promise<Head[]> {
  const chains = (await readdir(join(home.dir, 'chains'))).filter((chain) => chain !== own).toSorted()
  const heads = await Promise.all(
    chains.slice(0, LIMITS.headsMax).map((chain) => headOf(chainDir(home, chain))),
  )
  return heads.filter((head) => head !== undefined)
}

async function headOf(dir: string): Promise<Head | undefined> {
  return (await newestCheckpoint(dir))?.head
}

/** Heads of other chains that a chain's last checkpoint names; not verified, and none when it cannot be read. */
export async function headsInLastCheckpoint(dir: string): Promise<readonly Head[]> {
  return (await newestCheckpoint(dir))?.others ?? []
}

/** Heads of other chains that a chain's first entry names; not verified, and none when it cannot be read. */
export async function headsInGenesis(dir: string): Promise<readonly Head[]> {
  for await (const { bytes, complete } of readLines(segmentFile(dir, 0), {
    bytesMax: LIMITS.entryBytesMax,
  })) {
    const entry = complete ? readable(() => decodeEntry(bytes)) : undefined
    if (entry?.kind !== 'genesis') return []
    return entry.others.map(({ chain, size, root }) => ({ chain, size, root: Buffer.from(root, 'base64') }))
  }
  return []
}

async function newestCheckpoint(dir: string): Promise<Checkpoint | undefined> {
  const note = await lastCheckpoint(dir)
  return note === undefined ? undefined : readable(() => parseCheckpointText(parseNote(note).text))
}

/** A chain's own damage is named when that chain is verified; it says nothing of others. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof AuditError) return undefined
    throw error
  }
}
