import { AuditError } from '../../audit-error.ts'
import type { AuditRow } from '../../export/audit-row.ts'
import { matchesFilter, type AuditFilter } from '../../export/audit-filter.ts'
import { decodeEntry } from '../../entry/entry-line.ts'
import { chainSource } from './chain-source.ts'
import { chainDir, listChains } from '../home/home.ts'

/**
 * Every entry of every chain that passes the filter, in the order of time; one entry of each chain is held at a time.
 * Nothing is verified here: `verifyHome` says whether it can be relied on.
 * @throws AuditError `AUDIT_UNAVAILABLE`; `AUDIT_ENTRY_INVALID` for a line that is no entry
 */
export async function* readHome(dir: string, filter: AuditFilter = {}): AsyncGenerator<AuditRow> {
  const readers = (await listChains(dir)).map((chain) => rowsOf(dir, chain))
  try {
    const heads = await Promise.all(readers.map(async (rows) => ({ rows, next: await rows.next() })))
    for (;;) {
      const first = heads.reduce<(typeof heads)[number] | undefined>((found, head) => {
        if (head.next.done === true) return found
        return found === undefined || isEarlier(head.next.value, found.next.value) ? head : found
      }, undefined)
      if (first === undefined || first.next.done === true) return
      const row = first.next.value
      first.next = await first.rows.next()
      if (matchesFilter(row, filter)) yield row
    }
  } finally {
    await Promise.all(readers.map((rows) => rows.return(undefined)))
  }
}

function isEarlier(row: AuditRow, than: AuditRow | undefined): boolean {
  return than !== undefined && row.entry.time < than.entry.time
}

async function* rowsOf(dir: string, chain: string): AsyncGenerator<AuditRow, undefined> {
  const source = await chainSource(chainDir({ dir }, chain))
  for await (const line of source.lines) yield { chain, entry: read(line, chain) }
  return undefined
}

function read(line: Uint8Array, chain: string): AuditRow['entry'] {
  try {
    return decodeEntry(line)
  } catch (cause) {
    if (!(cause instanceof AuditError)) throw cause
    throw new AuditError(cause.code, `chain \`${chain}\` holds a line that is no entry; run verify`, {
      cause,
    })
  }
}
