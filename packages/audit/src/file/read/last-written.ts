import { stat } from 'node:fs/promises'
import { AuditError } from '../../audit-error.ts'
import { chainDir } from '../home/home.ts'
import { listSegments, type Segment } from '../home/segment-files.ts'

/** A chain of a home, and when something was written to it last. */
export interface WrittenChain {
  readonly chain: string
  readonly segments: readonly Segment[]
  readonly writtenMs: number
}

/** @throws AuditError `AUDIT_UNAVAILABLE` */
export async function lastWritten(dir: string, chain: string): Promise<WrittenChain> {
  const segments = await listSegments(chainDir({ dir }, chain))
  const last = segments.at(-1)
  if (last === undefined) return { chain, segments, writtenMs: 0 }
  try {
    return { chain, segments, writtenMs: (await stat(last.file)).mtimeMs }
  } catch (cause) {
    throw new AuditError('AUDIT_UNAVAILABLE', `\`${last.file}\` cannot be read`, { cause })
  }
}
