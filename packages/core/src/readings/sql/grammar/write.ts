import { readAlias } from './alias.ts'
import { readExpression } from './expression.ts'
import { readSources, readTargetName } from './from.ts'
import { readName } from './name.ts'
import { readOrder } from './order.ts'
import { readColumns, readRows } from './query.ts'
import type { SqlCursor } from './sql-cursor.ts'
import type { SqlChange } from '../sql-reading.ts'
import type { SqlToken } from '../tokens/sql-token.ts'
import { readMerge } from './merge.ts'

/** INSERT, REPLACE, UPDATE, DELETE or MERGE; that word stands here. */
export function readWrite(cursor: SqlCursor): void {
  const verb = cursor.take()
  switch (verb.text) {
    case 'insert':
    case 'replace':
      readInsert(cursor, verb)
      break
    case 'update':
      readUpdate(cursor, verb)
      break
    case 'delete':
      readDelete(cursor, verb)
      break
    case 'merge':
      readMerge(cursor)
      break
    default:
      cursor.unknown()
  }
  if (cursor.isWord('returning')) {
    cursor.permit('returning', cursor.take())
    readColumns(cursor)
  }
}

function readInsert(cursor: SqlCursor, verb: SqlToken): void {
  const isReplace = takeConflictRule(cursor) || verb.text === 'replace'
  cursor.kinds.add(isReplace ? 'replace' : 'insert')
  cursor.takeWord('ignore')
  cursor.takeWord('into')
  readTargetName(cursor)
  readAlias(cursor)
  if (cursor.isSign('(') && !isQueryNext(cursor)) readColumnNames(cursor)
  if (!cursor.takeWords('overriding', 'system', 'value')) cursor.takeWords('overriding', 'user', 'value')
  if (cursor.takeWord('values')) {
    readRows(cursor)
    readAlias(cursor)
  } else if (cursor.takeWord('set')) cursor.list(() => readExpression(cursor))
  else if (!cursor.takeWords('default', 'values')) cursor.grammar.query(cursor)
  while (cursor.isWord('on')) readConflict(cursor)
}

/** SQLite: `INSERT OR REPLACE`; whether rows that stand in the way are replaced. */
function takeConflictRule(cursor: SqlCursor): boolean {
  if (!cursor.takeWord('or')) return false
  if (cursor.takeWord('replace')) return true
  if (!['ignore', 'abort', 'fail', 'rollback'].some((rule) => cursor.takeWord(rule))) cursor.unknown()
  return false
}

function isQueryNext(cursor: SqlCursor): boolean {
  const { kind, text } = cursor.peek(1)
  return (kind === 'sign' && text === '(') || (kind === 'word' && ['select', 'with', 'values'].includes(text))
}

function readColumnNames(cursor: SqlCursor): void {
  cursor.parenthesised(() => {
    if (!cursor.isSign(')')) cursor.list(() => readName(cursor))
  })
}

/** `ON CONFLICT … DO UPDATE`, or in MySQL `ON DUPLICATE KEY UPDATE`: this updates rows that are there. */
function readConflict(cursor: SqlCursor): void {
  if (cursor.takeWords('on', 'duplicate', 'key', 'update')) {
    cursor.kinds.add('update')
    cursor.list(() => readExpression(cursor))
    return
  }
  if (!cursor.takeWords('on', 'conflict')) return cursor.unknown()
  if (cursor.takeWords('on', 'constraint')) readName(cursor)
  else if (cursor.isSign('(')) cursor.parenthesised(() => readOrder(cursor))
  if (cursor.takeWord('where')) readExpression(cursor)
  if (cursor.takeWords('do', 'nothing')) return
  if (!cursor.takeWords('do', 'update', 'set')) return cursor.unknown()
  cursor.kinds.add('update')
  cursor.list(() => readExpression(cursor))
  if (cursor.takeWord('where')) readExpression(cursor)
}

function readUpdate(cursor: SqlCursor, verb: SqlToken): void {
  cursor.kinds.add('update')
  if (takeConflictRule(cursor)) cursor.kinds.add('replace')
  readTarget(cursor)
  cursor.wantWord('set')
  cursor.list(() => readExpression(cursor))
  if (cursor.takeWord('from')) readSources(cursor)
  readBound(cursor, verb)
}

function readDelete(cursor: SqlCursor, verb: SqlToken): void {
  cursor.kinds.add('delete')
  cursor.wantWord('from')
  readTarget(cursor)
  if (cursor.takeWord('using')) readSources(cursor)
  readBound(cursor, verb)
}

/** The table whose rows change; MySQL lets joined ones stand here, and PostgreSQL never a CTE. */
function readTarget(cursor: SqlCursor): void {
  if (cursor.dialect === 'mysql') readSources(cursor)
  else {
    readTargetName(cursor)
    readAlias(cursor)
  }
}

/** The WHERE of a change, and whether it leaves out any row. */
function readBound(cursor: SqlCursor, verb: SqlToken): void {
  let where: SqlChange['where'] = 'none'
  if (cursor.takeWord('where')) {
    const from = cursor.place
    readExpression(cursor)
    where = isAlwaysTrue(cursor.between(from, cursor.place)) ? 'always true' : 'present'
  }
  cursor.changes.push({ where, start: verb.start, end: verb.end })
  if (where !== 'present') cursor.permit('every_row', verb)
  if (cursor.takeWords('order', 'by')) readOrder(cursor)
  if (cursor.takeWord('limit')) readExpression(cursor)
}

/** `true`, a number, or one thing equal to itself; there is no end to other ways of saying it. */
function isAlwaysTrue(tokens: readonly SqlToken[]): boolean {
  const [left, operator, right] = tokens
  if (left?.text === '(' && tokens.at(-1)?.text === ')') return isAlwaysTrue(tokens.slice(1, -1))
  if (tokens.length === 1) return left?.kind === 'number' || left?.text === 'true'
  return (
    tokens.length === 3 &&
    /^(?:=|==|<=>|is)$/.test(operator?.text ?? '') &&
    left?.kind === right?.kind &&
    left?.text === right?.text
  )
}
