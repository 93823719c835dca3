import { LIMITS } from '../../limits.ts'
import type { ChainSource } from '../../verify/verify-chain.ts'
import { loadAnchor } from '../home/anchor-file.ts'
import { checkpointBytes, readCheckpoints } from '../home/checkpoint-file.ts'
import { loadClosing } from '../write/closing-note.ts'
import { readLines } from './read-lines.ts'
import { listSegments, type Segment } from '../home/segment-files.ts'

/** A chain in files, and what was seen while it was read. */
export interface FileChainSource extends ChainSource {
  /** Bytes of all segments when the reading began. */
  readonly bytes: number
  /** Bytes of segments read so far. */
  readonly bytesRead: () => number
  /** Bytes of a torn last line: never acknowledged, and no entry. */
  readonly tornBytes: () => number
}

/**
 * A chain's files as verification reads them: every segment in order, in constant memory, while its writer goes on.
 * @throws AuditError `AUDIT_UNAVAILABLE`, `AUDIT_CORRUPT`
 */
export async function chainSource(dir: string): Promise<FileChainSource> {
  // INVARIANT: checkpoints are bounded before the segments are listed. A checkpoint is written after its entries, so
  // every entry that a checkpoint read here covers is in a segment listed here.
  const end = await checkpointBytes(dir)
  const anchor = await loadAnchor(dir)
  const segments = await listSegments(dir)
  const closing = await loadClosing(dir, segments.at(-1))
  const seen = { read: 0, torn: 0 }
  return {
    lines: linesOf(segments, seen),
    checkpoints: withClosing(readCheckpoints(dir, { end }), closing),
    ...(anchor === undefined ? {} : { anchor }),
    bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
    bytesRead: () => seen.read,
    tornBytes: () => seen.torn,
  }
}

/** The checkpoint of the end stands in its file as well when the writer was killed right after. */
async function* withClosing(
  notes: AsyncIterable<string>,
  closing: string | undefined,
): AsyncGenerator<string> {
  let last: string | undefined
  for await (const note of notes) {
    yield note
    last = note
  }
  if (closing !== undefined && closing !== last) yield closing
}

async function* linesOf(
  segments: readonly Segment[],
  seen: { read: number; torn: number },
): AsyncGenerator<Uint8Array> {
  for (const [at, { file }] of segments.entries()) {
    for await (const { kind, bytes } of readLines(file, { bytesMax: LIMITS.entryBytesMax })) {
      seen.read += bytes.length + 1
      if (kind === 'torn' && at === segments.length - 1) seen.torn = bytes.length
      else yield bytes
    }
  }
}
