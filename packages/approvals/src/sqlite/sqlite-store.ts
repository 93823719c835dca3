import { constants, open } from 'node:fs/promises'
import { openSqliteThread, type SqliteThread, type SqlValue, type Statement } from '@kvlar/core/sqlite'
import { ApprovalsError } from '../approvals-error.ts'
import type { ApprovalStore, InsertAnswer, PendingCaps, RowFilter } from '../store/approval-store.ts'
import { LIMITS } from '../limits.ts'
import type { Row } from '../store/row.ts'
import { claimOwner, isOwnerAlive } from './owner-claim.ts'
import { insertStatement, replaceStatement, rowOf, SELECT_ROW } from './row-columns.ts'
import { SCHEMA } from './schema.ts'

/**
 * A queue in a SQLite file, for any number of processes of one machine. The folder must be on a local disk.
 *
 * @throws ApprovalsError `APPROVAL_STORE_UNAVAILABLE`
 */
export async function openSqliteStore(file: string): Promise<ApprovalStore> {
  const claim = await claimOwner(file)
  let thread: SqliteThread
  try {
    await makePrivate(file)
    thread = await openSqliteThread({
      file,
      schema: SCHEMA,
      synchronous: 'FULL',
      busyMs: LIMITS.sqliteBusyMs,
      inFlightMax: LIMITS.sqliteInFlightMax,
      unavailable: (cause) => unavailable(file, cause),
    })
  } catch (error) {
    claim.release()
    throw error
  }
  return {
    owner: claim.owner,
    insert: (row, caps) => insert(thread, row, caps),
    replace: async (row) => {
      const [replaced = []] = await thread.write(replaceStatement(row), ...pruning(row))
      return replaced.length > 0
    },
    get: async (id) => {
      const [[found] = []] = await thread.read({ sql: `${SELECT_ROW} WHERE id = ?`, values: [id] })
      return found === undefined ? undefined : rowOf(found)
    },
    list: async (filter) => {
      const [found = []] = await thread.read(listStatement(filter))
      return found.map(rowOf)
    },
    changes: async (since) => {
      if (since === undefined) {
        const [[last] = []] = await thread.read({ sql: 'SELECT MAX(mark) AS mark FROM records', values: [] })
        return { mark: Number(last?.['mark'] ?? 0), rows: [] }
      }
      const [found = []] = await thread.read({
        sql: 'SELECT id, kind, state, mark FROM records WHERE mark > ? ORDER BY mark LIMIT ?',
        values: [since, LIMITS.rowsPerStepMax],
      })
      const rows = found.map((one) => ({
        id: String(one['id']),
        kind: one['kind'] === 'grant' ? ('grant' as const) : ('request' as const),
        state: String(one['state']),
      }))
      return { mark: Number(found.at(-1)?.['mark'] ?? since), rows }
    },
    isAlive: async (owner) => owner === claim.owner || isOwnerAlive(file, owner),
    close: async () => {
      await thread.close()
      claim.release()
    },
  }
}

function unavailable(file: string, cause: unknown): ApprovalsError {
  const message = `the approvals queue \`${file}\` is unavailable; refusing`
  return new ApprovalsError('APPROVAL_STORE_UNAVAILABLE', message, { cause })
}

/** Arguments are for nobody else on the machine, wherever the file is; SQLite gives the files beside it the same mode. */
async function makePrivate(file: string): Promise<void> {
  try {
    // A pipe must not make us wait for its reader.
    const flags = constants.O_WRONLY | constants.O_CREAT | (constants.O_NONBLOCK ?? 0)
    await (await open(file, flags, 0o600)).close()
  } catch {
    // SQLite says what is wrong with the place.
  }
}

async function insert(thread: SqliteThread, row: Row, caps?: PendingCaps): Promise<InsertAnswer> {
  const steps: Statement[] = [
    insertStatement(row, allOf(isFree(row), ...(caps === undefined ? [] : hasRoom(row, caps)))),
    { sql: `${SELECT_ROW} WHERE digest = ? AND is_live = 1 AND id <> ?`, values: [row.digest, row.id] },
    ...(caps === undefined ? [] : [capsStatement(row, caps)]),
  ]
  const [inserted = [], [live] = [], [counts] = []] = await thread.write(...steps)
  if (inserted.length > 0) return { kind: 'inserted' }
  if (live !== undefined) return { kind: 'exists', row: rowOf(live) }
  const isFull = (cap: string, max: number): boolean => Number(counts?.[cap] ?? 0) >= max
  if (caps !== undefined && isFull('principal', caps.principalMax)) return { kind: 'full', cap: 'principal' }
  if (caps !== undefined && isFull('session', caps.sessionMax)) return { kind: 'full', cap: 'session' }
  if (caps !== undefined && isFull('server', caps.serverMax)) return { kind: 'full', cap: 'server' }
  return { kind: 'full', cap: 'overall' }
}

function isFree(row: Row): Statement {
  return row.isLive
    ? { sql: 'NOT EXISTS (SELECT 1 FROM records WHERE digest = ? AND is_live = 1)', values: [row.digest] }
    : { sql: '1', values: [] }
}

const PENDING = "kind = 'request' AND state = 'pending' AND due_at_ms > ?"

function hasRoom({ principal, server, session }: Row, caps: PendingCaps): readonly Statement[] {
  const fewer = (condition: string, values: readonly SqlValue[], max: number): Statement => ({
    sql: `(SELECT COUNT(*) FROM records INDEXED BY records_pending WHERE ${PENDING}${condition}) < ?`,
    values: [caps.nowMs, ...values, max],
  })
  return [
    fewer(' AND principal = ?', [principal], caps.principalMax),
    fewer(' AND session = ?', [session], caps.sessionMax),
    fewer(' AND server = ?', [server], caps.serverMax),
    fewer('', [], caps.overallMax),
  ]
}

function capsStatement({ principal, server, session }: Row, { nowMs }: PendingCaps): Statement {
  return {
    sql: `SELECT COALESCE(SUM(principal = ?), 0) AS principal, COALESCE(SUM(session = ?), 0) AS session, COALESCE(SUM(server = ?), 0) AS server FROM records INDEXED BY records_pending WHERE ${PENDING}`,
    values: [principal, session, server, nowMs],
  }
}

/** Ended rows are kept up to a bound; the oldest go first. */
function pruning(row: Row): readonly Statement[] {
  // Now and then is enough: what matters is that the file does not grow for ever.
  if (row.isLive || row.createdAtMs % 16 !== 0) return []
  const sql = `DELETE FROM records WHERE id IN (SELECT id FROM records WHERE kind = 'request' AND is_live = 0 AND state <> 'executing' ORDER BY created_at_ms DESC LIMIT -1 OFFSET ?)`
  return [{ sql, values: [LIMITS.sqliteEndedMax] }]
}

function listStatement({ kind, states, digest, isLive, dueByMs, limit }: RowFilter): Statement {
  const where = allOf(
    { sql: 'kind = ?', values: [kind] },
    ...(states === undefined
      ? []
      : [{ sql: `state IN (${states.map(() => '?').join(', ')})`, values: states }]),
    ...(digest === undefined ? [] : [{ sql: 'digest = ?', values: [digest] }]),
    // Not a value: the index of what is live is found by this text.
    ...(isLive === undefined ? [] : [{ sql: `is_live = ${isLive ? 1 : 0}`, values: [] }]),
    ...(dueByMs === undefined ? [] : [{ sql: 'due_at_ms <= ?', values: [dueByMs] }]),
  )
  return {
    sql: `${SELECT_ROW}${indexFor({ digest, isLive })} WHERE ${where.sql} ORDER BY created_at_ms DESC, id DESC LIMIT ?`,
    values: [...where.values, limit],
  }
}

/** SQLite keeps no statistics here and would rather read every row of a kind or state than the few of a digest. */
function indexFor({ digest, isLive }: Record<'digest' | 'isLive', unknown>): string {
  if (digest !== undefined) return ' INDEXED BY records_digest'
  return isLive === true ? ' INDEXED BY records_live' : ''
}

function allOf(...conditions: readonly Statement[]): Statement {
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  }
}
