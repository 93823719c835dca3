import { createReadStream } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { decodeEntry, matchesFilter, type AuditFilter, type AuditRow } from '@kvlar/audit'
import { readHome } from '@kvlar/audit/file'
import { LineSplitter } from '@kvlar/proxy'
import type { AuditPlace } from './audit-place.ts'

/**
 * The entries of a home in the order of time, or of one segment file in its own; none where nothing is yet.
 * @throws AuditError
 */
export async function* readRows(
  place: AuditPlace | undefined,
  filter: AuditFilter,
): AsyncGenerator<AuditRow> {
  if (place === undefined) return
  yield* place.kind === 'home' ? readHome(place.path, filter) : rowsOfFile(place.path, filter)
}

async function* rowsOfFile(path: string, filter: AuditFilter): AsyncGenerator<AuditRow> {
  const chain = basename(dirname(resolve(path)))
  const splitter = new LineSplitter()
  for await (const chunk of createReadStream(path)) {
    // Without an encoding, a stream gives bytes.
    for (const line of splitter.push(chunk as Buffer)) {
      const row = { chain, entry: decodeEntry(line.kind === 'line' ? line.bytes : new Uint8Array()) }
      if (matchesFilter(row, filter)) yield row
    }
  }
}
