import { rm } from 'node:fs/promises'
import { AuditError } from '../audit-error.ts'
import { ChainEnd } from '../chain/chain-end.ts'
import type { TrustedKeys } from '../checkpoint/verify-checkpoint.ts'
import { decodeEntry } from '../entry/entry-line.ts'
import { LIMITS } from '../limits.ts'
import { verifyChain } from '../verify/verify-chain.ts'
import { loadAnchor, saveAnchor } from './anchor-file.ts'
import { syncFolder } from './append-file.ts'
import { chainSource } from './chain-source.ts'
import { readCheckpoints } from './checkpoint-file.ts'
import { readLines } from './read-lines.ts'
import { listSegments, type Segment } from './segment-files.ts'
import { parseCheckpointText } from '../checkpoint/checkpoint-text.ts'
import { parseNote } from '../checkpoint/note.ts'

/**
 * Removes the oldest segments of an intact chain, up to the last one that begins at a signed size and is wanted no
 * more; what is left still verifies, from that checkpoint on. The newest segment always stays.
 *
 * @param isWanted whether a segment shall be kept, by the time of its last entry in milliseconds
 * @returns the files that were removed
 * @throws AuditError `AUDIT_CORRUPT` when the chain does not verify: evidence is not destroyed
 */
export async function pruneChain(
  dir: string,
  keys: TrustedKeys,
  isWanted: (lastEntryMs: number) => boolean,
): Promise<string[]> {
  const verdict = await verifyChain(await chainSource(dir), { keys })
  if (verdict.kind === 'broken')
    throw new AuditError('AUDIT_CORRUPT', `the chain in \`${dir}\` does not verify; pruning nothing`)
  const segments = await listSegments(dir)
  const signed = await signedSizes(dir)
  const anchor = await loadAnchor(dir)
  const walk = { end: new ChainEnd(anchor?.chain), keyInForce: anchor?.keyInForce ?? '' }
  let keep: { readonly at: number; readonly state: ReturnType<typeof stateOf> } | undefined
  for (const [at, segment] of segments.entries()) {
    // Only a segment that begins where a checkpoint ends can be the new beginning.
    if (at > 0 && signed.has(segment.first)) keep = { at, state: stateOf(walk) }
    if (at === segments.length - 1 || isWanted(await walkSegment(segment, walk))) break
  }
  if (keep === undefined) return []
  // The anchor first: a crash in between leaves segments that nobody needs, not a chain without a beginning.
  await saveAnchor(dir, keep.state)
  await syncFolder(dir)
  const removed = segments.slice(0, keep.at).map(({ file }) => file)
  for (const file of removed) await rm(file)
  return removed
}

function stateOf({ end, keyInForce }: { readonly end: ChainEnd; readonly keyInForce: string }) {
  return { chain: end.state, keyInForce }
}

async function signedSizes(dir: string): Promise<Set<number>> {
  const sizes = new Set<number>()
  for await (const note of readCheckpoints(dir))
    sizes.add(parseCheckpointText(parseNote(note).text).head.size)
  return sizes
}

/** Follows a segment and returns the time of its last entry. */
async function walkSegment(segment: Segment, walk: { end: ChainEnd; keyInForce: string }): Promise<number> {
  let lastMs = 0
  for await (const { bytes, complete } of readLines(segment.file, { bytesMax: LIMITS.entryBytesMax })) {
    if (!complete) break
    const entry = decodeEntry(bytes)
    walk.end.follow(bytes)
    if (entry.kind === 'genesis' || entry.kind === 'key') walk.keyInForce = entry.key_id
    lastMs = Date.parse(entry.time)
  }
  return lastMs
}
