import { readAlias } from './alias.ts'
import { readExpression } from './expression.ts'
import { readSources, readTableName } from './from.ts'
import { readName, readPart } from './name.ts'
import { readOrder } from './order.ts'
import type { SqlCursor } from './sql-cursor.ts'
import { readWindowSpec } from './window.ts'
import { forgetWith, readWith } from './with.ts'

/** A query, with its WITH and with what follows it. */
export function readQuery(cursor: SqlCursor): void {
  const ctes = readWith(cursor)
  readQueryBody(cursor)
  forgetWith(cursor, ctes)
}

export function readQueryBody(cursor: SqlCursor): void {
  readTerm(cursor)
  readQueryRest(cursor)
}

/** Further queries joined to one that has been read, then order, limit and locks. */
export function readQueryRest(cursor: SqlCursor): void {
  while (cursor.takeWord('union') || cursor.takeWord('intersect') || cursor.takeWord('except')) {
    if (!cursor.takeWord('all')) cursor.takeWord('distinct')
    readTerm(cursor)
  }
  while (readTailClause(cursor));
}

function readTerm(cursor: SqlCursor): void {
  if (cursor.isSign('(')) cursor.parenthesised(() => readQuery(cursor))
  else if (cursor.takeWord('select')) readSelect(cursor)
  else if (cursor.takeWord('values')) {
    cursor.kinds.add('values')
    readRows(cursor)
  } else if (cursor.takeWord('table')) {
    cursor.kinds.add('table')
    readTableName(cursor)
  } else cursor.unknown()
}

/** The rows of VALUES. */
export function readRows(cursor: SqlCursor): void {
  cursor.list(() => {
    cursor.takeWord('row')
    cursor.parenthesised(() => {
      if (!cursor.isSign(')')) cursor.list(() => readExpression(cursor))
    })
  })
}

function readSelect(cursor: SqlCursor): void {
  cursor.kinds.add('select')
  if (cursor.takeWords('distinct', 'on'))
    cursor.parenthesised(() => cursor.list(() => readExpression(cursor)))
  else if (!cursor.takeWord('distinct')) cursor.takeWord('all')
  if (!cursor.isWord('from') && !cursor.isWord('into')) readColumns(cursor)
  if (cursor.isWord('into')) readInto(cursor)
  if (cursor.takeWord('from')) readSources(cursor)
  if (cursor.takeWord('where')) readExpression(cursor)
  if (cursor.takeWords('group', 'by')) {
    if (!cursor.takeWord('all')) cursor.takeWord('distinct')
    readGroups(cursor)
    cursor.takeWords('with', 'rollup')
  }
  if (cursor.takeWord('having')) readExpression(cursor)
  if (cursor.takeWord('window'))
    cursor.list(() => {
      readPart(cursor)
      cursor.wantWord('as')
      readWindowSpec(cursor)
    })
}

/** What a SELECT or a RETURNING gives: expressions with names, or `*`. */
export function readColumns(cursor: SqlCursor): void {
  cursor.list(() => {
    if (cursor.takeSign('*')) return
    readExpression(cursor)
    readAlias(cursor)
  })
}

function readGroups(cursor: SqlCursor): void {
  cursor.list(() => {
    if (cursor.takeWords('grouping', 'sets'))
      cursor.parenthesised(() => cursor.nested(() => readGroups(cursor)))
    else readExpression(cursor)
  })
}

/** PostgreSQL makes a table; MySQL writes a file or a variable, which no permit allows. */
function readInto(cursor: SqlCursor): void {
  cursor.permit('into', cursor.take())
  if (!cursor.lexis.runs) return cursor.stop('INTO writes a file or a variable')
  if (!cursor.takeWord('temporary') && !cursor.takeWord('temp')) cursor.takeWord('unlogged')
  cursor.takeWord('table')
  cursor.scope.target(readName(cursor))
}

/** One of the clauses behind all parts of a query, in whatever order; false when none stands here. */
function readTailClause(cursor: SqlCursor): boolean {
  if (cursor.takeWords('order', 'by')) readOrder(cursor)
  else if (cursor.takeWord('limit')) {
    if (!cursor.takeWord('all')) readExpression(cursor)
    if (cursor.takeSign(',')) readExpression(cursor)
  } else if (cursor.takeWord('offset')) {
    readExpression(cursor)
    if (!cursor.takeWord('rows')) cursor.takeWord('row')
  } else if (cursor.isWord('fetch')) readFetch(cursor)
  else if (cursor.isWord('for') || cursor.isWord('lock')) readLock(cursor)
  else if (cursor.isWord('into')) readInto(cursor)
  else return false
  return true
}

/** `FETCH FIRST 10 ROWS ONLY`. */
function readFetch(cursor: SqlCursor): void {
  cursor.take()
  if (!cursor.takeWord('first')) cursor.wantWord('next')
  if (!cursor.isWord('row') && !cursor.isWord('rows')) readExpression(cursor)
  if (!cursor.takeWord('rows')) cursor.wantWord('row')
  if (!cursor.takeWords('with', 'ties')) cursor.wantWord('only')
}

const LOCKS: readonly (readonly string[])[] = [
  ['for', 'update'],
  ['for', 'no', 'key', 'update'],
  ['for', 'share'],
  ['for', 'key', 'share'],
  ['lock', 'in', 'share', 'mode'],
]

function readLock(cursor: SqlCursor): void {
  const { token } = cursor
  if (!LOCKS.some((words) => cursor.takeWords(...words))) return cursor.unknown()
  cursor.permit('locking', token)
  if (cursor.takeWord('of')) cursor.list(() => readName(cursor))
  if (!cursor.takeWord('nowait')) cursor.takeWords('skip', 'locked')
}
