import { AuditError } from '../../audit-error.ts'
import { decodeEntry } from '../../entry/entry-line.ts'
import type { AuditRow } from '../../export/audit-row.ts'
import { LIMITS } from '../../limits.ts'
import { listChains } from '../home/home.ts'
import { lastWritten } from './last-written.ts'
import { readLines } from './read-lines.ts'
import type { Segment } from '../home/segment-files.ts'

/** Read of the end of one segment; longer entries than that are left out. */
const TAIL_BYTES = 256 * 1024

/**
 * The newest entries of a home, newest first, from the ends of the segments that were written last: a home of any size
 * costs the same. Nothing is verified here, and lines that are no entries are left out.
 * @throws AuditError `AUDIT_UNAVAILABLE`
 */
export async function newestRows(dir: string, count: number): Promise<readonly AuditRow[]> {
  const chains = await Promise.all((await listChains(dir)).map((chain) => lastWritten(dir, chain)))
  // Each of so many chains ends with an entry that is newer than all of the others.
  const newest = chains.toSorted((a, b) => b.writtenMs - a.writtenMs).slice(0, count)
  const rows: AuditRow[] = []
  for (const { chain, segments } of newest) rows.push(...(await lastRows(chain, segments, count)))
  return rows.toSorted(byTime).slice(0, count)
}

async function lastRows(chain: string, segments: readonly Segment[], count: number): Promise<AuditRow[]> {
  const rows: AuditRow[] = []
  for (const segment of segments.toReversed()) {
    if (rows.length >= count) break
    const lines = await lastLines(segment)
    rows.unshift(...lines.slice(-count).flatMap((line) => rowOf(line, chain)))
  }
  return rows.slice(-count)
}

async function lastLines({ file, bytes }: Segment): Promise<Uint8Array[]> {
  const start = Math.max(0, bytes - TAIL_BYTES)
  const lines: Uint8Array[] = []
  for await (const line of readLines(file, { bytesMax: LIMITS.entryBytesMax, start, end: bytes }))
    if (line.kind === 'whole') lines.push(line.bytes)
  // Not at the beginning of the file, the first is the end of a line.
  return start === 0 ? lines : lines.slice(1)
}

function rowOf(line: Uint8Array, chain: string): readonly AuditRow[] {
  try {
    return [{ chain, entry: decodeEntry(line) }]
  } catch (error) {
    if (error instanceof AuditError) return []
    throw error
  }
}

function byTime(a: AuditRow, b: AuditRow): number {
  if (a.entry.time !== b.entry.time) return a.entry.time < b.entry.time ? 1 : -1
  return b.entry.index - a.entry.index
}
