import type { ApprovalStore, InsertAnswer, PendingCaps, RowFilter } from './approval-store.ts'
import { LIMITS } from '../limits.ts'
import type { Row } from './row.ts'

interface Kept {
  readonly row: Row
  readonly mark: number
}

/** A queue that lives and dies with its process; for tests and for programs that need no other. */
export function createMemoryStore(): ApprovalStore {
  const rows = new Map<string, Kept>()
  const live = new Map<string, string>()
  const ended: string[] = []
  let mark = 0

  const keep = (row: Row): void => {
    mark += 1
    // A change moves the row to the end, so that the map stays in order of change.
    rows.delete(row.id)
    rows.set(row.id, { row, mark })
    if (row.isLive) live.set(row.digest, row.id)
    else if (live.get(row.digest) === row.id) live.delete(row.digest)
  }

  const forget = (): void => {
    while (ended.length > LIMITS.memoryEndedMax) rows.delete(ended.shift() ?? '')
  }

  const insert = (row: Row, caps?: PendingCaps): InsertAnswer => {
    const other = rows.get(live.get(row.digest) ?? '')
    if (row.isLive && other !== undefined) return { kind: 'exists', row: other.row }
    const cap = caps === undefined ? undefined : fullCap(row, caps, rows.values())
    if (cap !== undefined) return { kind: 'full', cap }
    keep(row)
    // The use of a grant begins where others end.
    if (row.kind === 'request' && !row.isLive) ended.push(row.id)
    forget()
    return { kind: 'inserted' }
  }

  const replace = (row: Row): boolean => {
    const old = rows.get(row.id)
    if (old === undefined || old.row.version !== row.version - 1) return false
    keep(row)
    if (old.row.isLive && !row.isLive) ended.push(row.id)
    forget()
    return true
  }

  return {
    owner: 'memory',
    insert: async (row, caps) => insert(row, caps),
    replace: async (row) => replace(row),
    get: async (id) => rows.get(id)?.row,
    list: async (filter) =>
      [...rows.values()]
        .map(({ row }) => row)
        .filter((row) => isWanted(row, filter))
        .sort((a, b) => b.createdAtMs - a.createdAtMs || (a.id < b.id ? 1 : -1))
        .slice(0, filter.limit),
    changes: async (since?: number) => {
      if (since === undefined) return { mark, rows: [] }
      const changed = [...rows.values()].filter((kept) => kept.mark > since).slice(0, LIMITS.rowsPerStepMax)
      return { mark: changed.at(-1)?.mark ?? since, rows: changed.map(({ row }) => row) }
    },
    // Nobody else can use it, so whoever asks is alive.
    isAlive: async () => true,
    close: async () => {},
  }
}

function isWanted(row: Row, filter: RowFilter): boolean {
  const { kind, states, digest, isLive, dueByMs } = filter
  return (
    row.kind === kind &&
    (states === undefined || states.includes(row.state)) &&
    (digest === undefined || row.digest === digest) &&
    (isLive === undefined || row.isLive === isLive) &&
    (dueByMs === undefined || row.dueAtMs <= dueByMs)
  )
}

function fullCap(
  { principal, server, session }: Row,
  caps: PendingCaps,
  kept: Iterable<Kept>,
): 'principal' | 'server' | 'session' | 'overall' | undefined {
  const counts = { principal: 0, server: 0, session: 0, overall: 0 }
  for (const { row } of kept) {
    if (row.kind !== 'request' || row.state !== 'pending' || row.dueAtMs <= caps.nowMs) continue
    counts.overall += 1
    if (row.principal === principal) counts.principal += 1
    if (row.server === server) counts.server += 1
    if (row.session === session) counts.session += 1
  }
  if (counts.principal >= caps.principalMax) return 'principal'
  if (counts.session >= caps.sessionMax) return 'session'
  if (counts.server >= caps.serverMax) return 'server'
  return counts.overall >= caps.overallMax ? 'overall' : undefined
}
