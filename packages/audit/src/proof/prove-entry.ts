import { parseAnchorText } from '../anchor/anchor-text.ts'
import { parseCheckpointText } from '../checkpoint/checkpoint-text.ts'
import { leafHash } from '../merkle/tree-hash.ts'
import { parseNote } from '../note/note.ts'
import type { ChainSource } from '../verify/verify-chain.ts'
import { InclusionCollector } from './inclusion-collector.ts'
import { proofText } from './proof-text.ts'

/**
 * Proves that an entry stands in a chain, under the first checkpoint that covers it. The chain is read once and not
 * verified: a proof from a chain that does not verify does not verify either.
 * @returns the proof as a text that needs nothing else; undefined when no checkpoint covers the entry yet, or it was
 * pruned
 * @throws AuditError `AUDIT_CHECKPOINT_MALFORMED` when a checkpoint or the anchor cannot be read
 */
export async function proveEntry(source: ChainSource, index: number): Promise<string | undefined> {
  const covering = await firstCovering(source.checkpoints, index)
  if (covering === undefined) return undefined
  const pruned =
    source.anchor === undefined ? undefined : parseAnchorText(parseNote(source.anchor).text).state
  if (pruned !== undefined && index < pruned.size) return undefined
  const collector = new InclusionCollector({ index, size: covering.size }, pruned)
  let at = pruned?.size ?? 0
  let line: Uint8Array | undefined
  for await (const bytes of source.lines) {
    if (at === covering.size) break
    if (at === index) line = Uint8Array.from(bytes)
    collector.add(leafHash(bytes))
    at++
  }
  if (line === undefined || at < covering.size) return undefined
  return proofText({ index, line, path: collector.path(), checkpoint: covering.note })
}

async function firstCovering(
  notes: ChainSource['checkpoints'],
  index: number,
): Promise<{ readonly note: string; readonly size: number } | undefined> {
  for await (const note of notes) {
    const { size } = parseCheckpointText(parseNote(note).text).head
    if (size > index) return { note, size }
  }
  return undefined
}
