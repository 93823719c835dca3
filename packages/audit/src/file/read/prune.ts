import { rm } from 'node:fs/promises'
import type { Signer } from '@kvlar/crypto'
import { signAnchor } from '../../anchor/sign-anchor.ts'
import { parseAnchorText } from '../../anchor/anchor-text.ts'
import { AuditError } from '../../audit-error.ts'
import { ChainEnd } from '../../chain/chain-end.ts'
import { parseCheckpointText } from '../../checkpoint/checkpoint-text.ts'
import { decodeEntry } from '../../entry/entry-line.ts'
import { LIMITS } from '../../limits.ts'
import { parseNote } from '../../note/note.ts'
import type { TrustedKeys } from '../../note/verify-note.ts'
import { verifyChain } from '../../verify/verify-chain.ts'
import { loadAnchor, saveAnchor } from '../home/anchor-file.ts'
import { chainSource } from './chain-source.ts'
import { readCheckpoints } from '../home/checkpoint-file.ts'
import { readLines } from './read-lines.ts'
import { listSegments, type Segment } from '../home/segment-files.ts'

/** Who prunes, and what. */
export interface PruneOptions {
  /** Signs the anchor: only whoever holds a trusted key can shorten a chain without being noticed. */
  readonly signer: Signer
  readonly keys: TrustedKeys
  /** Whether a segment shall be kept, by the time of its last entry in milliseconds. */
  readonly isWanted: (lastEntryMs: number) => boolean
  /** Milliseconds since the epoch. */
  readonly nowMs: number
}

/**
 * Removes the oldest segments of an intact chain, up to the last one that begins at a signed size and is wanted no
 * more; what is left still verifies, from that checkpoint on. The newest segment always stays, and so do all
 * checkpoints. A chain may be written meanwhile.
 *
 * @returns the files that were removed
 * @throws AuditError `AUDIT_CORRUPT` when the chain does not verify: evidence is not destroyed
 */
export async function pruneChain(
  dir: string,
  { signer, keys, isWanted, nowMs }: PruneOptions,
): Promise<string[]> {
  const verdict = await verifyChain(await chainSource(dir), { keys })
  if (verdict.kind === 'broken' || verdict.chain === undefined)
    throw new AuditError('AUDIT_CORRUPT', `the chain in \`${dir}\` does not verify; pruning nothing`)
  const segments = await listSegments(dir)
  const signed = await signedSizes(dir)
  const walk = await beginOf(dir)
  let keep: { readonly at: number; readonly place: Place } | undefined
  for (const [at, segment] of segments.entries()) {
    // Only a segment that begins where a checkpoint ends can be the new beginning.
    if (at > 0 && signed.has(segment.first)) keep = { at, place: placeOf(walk) }
    if (at === segments.length - 1 || isWanted(await walkSegment(segment, walk))) break
  }
  if (keep === undefined) return []
  // The anchor first: a crash in between leaves segments that nobody needs, not a chain without a beginning.
  await saveAnchor(dir, await signAnchor({ chain: verdict.chain, ...keep.place, timeMs: nowMs }, signer))
  const removed = segments.slice(0, keep.at).map(({ file }) => file)
  for (const file of removed) await rm(file)
  return removed
}

interface Walk {
  readonly end: ChainEnd
  keyInForce: string
}

type Place = ReturnType<typeof placeOf>

function placeOf({ end, keyInForce }: Walk) {
  return { state: end.state, keyInForce }
}

async function beginOf(dir: string): Promise<Walk> {
  const note = await loadAnchor(dir)
  if (note === undefined) return { end: new ChainEnd(), keyInForce: '' }
  const { state, keyInForce } = parseAnchorText(parseNote(note).text)
  return { end: new ChainEnd(state), keyInForce }
}

async function signedSizes(dir: string): Promise<Set<number>> {
  const sizes = new Set<number>()
  for await (const note of readCheckpoints(dir))
    sizes.add(parseCheckpointText(parseNote(note).text).head.size)
  return sizes
}

/** Follows a segment and returns the time of its last entry. */
async function walkSegment(segment: Segment, walk: Walk): Promise<number> {
  let lastMs = 0
  for await (const { kind, bytes } of readLines(segment.file, { bytesMax: LIMITS.entryBytesMax })) {
    if (kind !== 'whole') break
    const entry = decodeEntry(bytes)
    walk.end.follow(bytes)
    if (entry.kind === 'genesis' || entry.kind === 'key') walk.keyInForce = entry.key_id
    lastMs = Date.parse(entry.time)
  }
  return lastMs
}
