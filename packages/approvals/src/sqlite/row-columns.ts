import type { Row } from '../store/row.ts'
import type { SqlValue, Statement } from '@kvlar/core/sqlite'

/** The columns of a row, in the order of every statement here. */
const COLUMNS = [
  'id',
  'kind',
  'version',
  'state',
  'is_live',
  'digest',
  'principal',
  'server',
  'session',
  'owner',
  'created_at_ms',
  'due_at_ms',
  'body',
  'mac',
] as const

const NEXT_MARK = '(SELECT COALESCE(MAX(mark), 0) + 1 FROM records)'
const PLACES = COLUMNS.map(() => '?').join(', ')

export const SELECT_ROW = `SELECT ${COLUMNS.join(', ')} FROM records`

/** Adds a row if the condition over the table holds; it returns the id if it was added. */
export function insertStatement(row: Row, condition: Statement): Statement {
  return {
    sql: `INSERT INTO records (${COLUMNS.join(', ')}, mark) SELECT ${PLACES}, ${NEXT_MARK} WHERE ${condition.sql} RETURNING id`,
    values: [...valuesOf(row), ...condition.values],
  }
}

/** Replaces a row if it has the version before this one; it returns the id if it was replaced. */
export function replaceStatement(row: Row): Statement {
  const set = COLUMNS.map((column) => `${column} = ?`).join(', ')
  return {
    sql: `UPDATE records SET ${set}, mark = ${NEXT_MARK} WHERE id = ? AND version = ? RETURNING id`,
    values: [...valuesOf(row), row.id, row.version - 1],
  }
}

/** Reads a row back; whoever uses it checks that it is genuine. */
export function rowOf(found: Readonly<Record<string, SqlValue>>): Row {
  const text = (column: string): string => String(found[column])
  return {
    id: text('id'),
    kind: found['kind'] === 'grant' ? 'grant' : 'request',
    version: Number(found['version']),
    state: text('state'),
    isLive: found['is_live'] === 1,
    digest: text('digest'),
    principal: text('principal'),
    server: text('server'),
    session: text('session'),
    owner: text('owner'),
    createdAtMs: Number(found['created_at_ms']),
    dueAtMs: Number(found['due_at_ms']),
    body: text('body'),
    mac: text('mac'),
  }
}

function valuesOf(row: Row): readonly SqlValue[] {
  return [
    row.id,
    row.kind,
    row.version,
    row.state,
    row.isLive ? 1 : 0,
    row.digest,
    row.principal,
    row.server,
    row.session,
    row.owner,
    row.createdAtMs,
    row.dueAtMs,
    row.body,
    row.mac,
  ]
}
