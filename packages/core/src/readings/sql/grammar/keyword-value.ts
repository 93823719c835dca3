import { readType } from './column-types.ts'
import { beginsQuery, readParenthesis } from './parenthesis.ts'
import type { SqlCursor } from './sql-cursor.ts'

/** A value that begins with a word of its own; false when the word that stands here begins none. */
export function readKeywordValue(cursor: SqlCursor): boolean {
  switch (cursor.token.text) {
    case 'case':
      cursor.take()
      cursor.nested(() => readCase(cursor))
      return true
    case 'exists':
      cursor.take()
      cursor.parenthesised(() => cursor.grammar.query(cursor))
      return true
    case 'any':
    case 'all':
    case 'some':
      readQuantifier(cursor)
      return true
    case 'row':
      // Of a function with this name in SQLite nothing would be said.
      if (cursor.dialect === 'sqlite' || cursor.dialect === 'any') cursor.unknown()
      cursor.take()
      readParenthesis(cursor)
      return true
    case 'array':
      cursor.take()
      if (cursor.isSign('[')) readElements(cursor)
      else readQueryOnly(cursor)
      return true
    case 'cast':
      cursor.take()
      cursor.parenthesised(() => {
        cursor.grammar.expression(cursor)
        cursor.wantWord('as')
        readType(cursor)
      })
      return true
    case 'interval':
      readInterval(cursor)
      return true
    case 'time':
    case 'timestamp':
      return readZonedText(cursor)
    default:
      return false
  }
}

/** `ANY (…)` of a query or, in PostgreSQL, of an array; elsewhere that is the call of a function. */
function readQuantifier(cursor: SqlCursor): void {
  cursor.take()
  if (cursor.dialect === 'postgres') readParenthesis(cursor)
  else readQueryOnly(cursor)
}

/** A query in one pair of parentheses; in two it would be what a function is called with. */
function readQueryOnly(cursor: SqlCursor): void {
  cursor.parenthesised(() => {
    if (beginsQuery(cursor)) cursor.grammar.query(cursor)
    else cursor.unknown()
  })
}

function readCase(cursor: SqlCursor): void {
  const { expression } = cursor.grammar
  if (!cursor.isWord('when')) expression(cursor)
  while (cursor.takeWord('when')) {
    expression(cursor)
    cursor.wantWord('then')
    expression(cursor)
  }
  if (cursor.takeWord('else')) expression(cursor)
  cursor.wantWord('end')
}

/** What stands in the brackets of `ARRAY[…]`; those of a further dimension need no word. */
function readElements(cursor: SqlCursor): void {
  cursor.take()
  cursor.nested(() => {
    if (!cursor.isSign(']'))
      cursor.list(() => {
        if (cursor.isSign('[')) readElements(cursor)
        else cursor.grammar.expression(cursor)
      })
  })
  cursor.wantSign(']')
}

const UNITS: ReadonlySet<string> = new Set(
  (
    'microsecond second minute hour day week month quarter year second_microsecond minute_microsecond minute_second ' +
    'hour_microsecond hour_second hour_minute day_microsecond day_second day_minute day_hour year_month'
  ).split(' '),
)

/** `INTERVAL '1 day'`, `INTERVAL '1' DAY TO HOUR`, or in MySQL `INTERVAL n DAY`. */
function readInterval(cursor: SqlCursor): void {
  cursor.take()
  if (cursor.token.kind === 'text' && cursor.dialect !== 'mysql') {
    cursor.take()
    if (takeUnit(cursor) && cursor.takeWord('to') && !takeUnit(cursor)) cursor.unknown()
    return
  }
  const isCall = cursor.isSign('(') && cursor.dialect !== 'mysql'
  if (isCall || cursor.dialect === 'postgres' || cursor.dialect === 'sqlite') return cursor.unknown()
  cursor.nested(() => cursor.grammar.expression(cursor))
  if (!takeUnit(cursor)) cursor.unknown()
}

function takeUnit(cursor: SqlCursor): boolean {
  const isUnit = cursor.token.kind === 'word' && UNITS.has(cursor.token.text)
  if (isUnit) cursor.take()
  return isUnit
}

/** `TIMESTAMP WITH TIME ZONE '…'`. */
function readZonedText(cursor: SqlCursor): boolean {
  if (!cursor.nextIsWord('with') && !cursor.nextIsWord('without')) return false
  cursor.take()
  cursor.take()
  if (!cursor.takeWords('time', 'zone') || cursor.token.kind !== 'text') cursor.unknown()
  else cursor.take()
  return true
}
