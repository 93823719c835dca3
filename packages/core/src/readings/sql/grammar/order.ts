import type { SqlCursor } from './sql-cursor.ts'

/** What follows ORDER BY; `USING` and an operator are doubt. */
export function readOrder(cursor: SqlCursor): void {
  cursor.list(() => {
    cursor.grammar.expression(cursor)
    if (!cursor.takeWord('asc')) cursor.takeWord('desc')
    if (!cursor.takeWords('nulls', 'first')) cursor.takeWords('nulls', 'last')
  })
}
