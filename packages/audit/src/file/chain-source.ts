import type { ChainSource } from '../verify/verify-chain.ts'
import { LIMITS } from '../limits.ts'
import { loadAnchor } from './anchor-file.ts'
import { readCheckpoints } from './checkpoint-file.ts'
import { readLines } from './read-lines.ts'
import { listSegments } from './segment-files.ts'

/**
 * A chain's files as verification reads them: every segment in order, in constant memory. A torn last line of a
 * writer that is still at work, or died, is no entry: it was never acknowledged.
 * @throws AuditError `AUDIT_UNAVAILABLE`, `AUDIT_CORRUPT`
 */
export async function chainSource(dir: string): Promise<ChainSource> {
  const segments = await listSegments(dir)
  const anchor = await loadAnchor(dir)
  return {
    lines: linesOf(segments.map(({ file }) => file)),
    checkpoints: readCheckpoints(dir),
    ...(anchor === undefined ? {} : { anchor }),
  }
}

async function* linesOf(files: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const [at, file] of files.entries()) {
    for await (const { bytes, complete } of readLines(file, { bytesMax: LIMITS.entryBytesMax })) {
      if (complete || at < files.length - 1) yield bytes
    }
  }
}
