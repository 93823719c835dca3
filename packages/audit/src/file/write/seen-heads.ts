import { AuditError } from '../../audit-error.ts'
import type { Head } from '../../checkpoint/checkpoint.ts'
import { parseCheckpointText } from '../../checkpoint/checkpoint-text.ts'
import { decodeEntry } from '../../entry/entry-line.ts'
import { LIMITS } from '../../limits.ts'
import { parseNote } from '../../note/note.ts'
import { noteField } from '../../note/note-field.ts'
import { readCheckpoints } from '../home/checkpoint-file.ts'
import { readLines } from '../read/read-lines.ts'
import { segmentFile } from '../home/segment-files.ts'

/**
 * The furthest head of every other chain that the checkpoints and the first entry of a chain name. They are not
 * verified here: when the chain does not verify, neither does what it says, and the home is broken anyway.
 */
export async function seenHeads(dir: string): Promise<Head[]> {
  const furthest = new Map<string, Head>()
  const see = (heads: readonly Head[]): void => {
    for (const head of heads)
      if (head.size > (furthest.get(head.chain)?.size ?? 0)) furthest.set(head.chain, head)
  }
  see(await headsInGenesis(dir))
  for await (const note of readCheckpoints(dir)) {
    // Most checkpoints name no other chain; their signature lines are then not worth reading twice.
    if (note.includes('\nhead ')) see(readable(() => parseCheckpointText(parseNote(note).text).others) ?? [])
  }
  return [...furthest.values()]
}

async function headsInGenesis(dir: string): Promise<Head[]> {
  for await (const { kind, bytes } of readLines(segmentFile(dir, 0), { bytesMax: LIMITS.entryBytesMax })) {
    const entry = kind === 'whole' ? readable(() => decodeEntry(bytes)) : undefined
    if (entry?.kind !== 'genesis') return []
    return entry.others.map(({ chain, size, root }) => ({ chain, size, root: noteField.hash(root) }))
  }
  return []
}

/** A chain's own damage is named when that chain is verified. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof AuditError) return undefined
    throw error
  }
}
