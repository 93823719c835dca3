import { isName, readPart } from './name.ts'
import { readOrder } from './order.ts'
import type { SqlCursor } from './sql-cursor.ts'

const FRAME_WORDS: ReadonlySet<string> = new Set(
  'between and unbounded preceding following current row exclude no others group ties interval day'.split(
    ' ',
  ),
)

/** What follows OVER: the name of a window, or the window itself. */
export function readWindow(cursor: SqlCursor): void {
  if (cursor.isSign('(')) readWindowSpec(cursor)
  else readPart(cursor)
}

export function readWindowSpec(cursor: SqlCursor): void {
  cursor.parenthesised(() => {
    if (isName(cursor) && !startsClause(cursor)) readPart(cursor)
    if (cursor.takeWords('partition', 'by')) cursor.list(() => cursor.grammar.expression(cursor))
    if (cursor.takeWords('order', 'by')) readOrder(cursor)
    if (cursor.takeWord('rows') || cursor.takeWord('range') || cursor.takeWord('groups')) readFrame(cursor)
  })
}

function startsClause(cursor: SqlCursor): boolean {
  return ['partition', 'rows', 'range', 'groups'].some((word) => cursor.isWord(word))
}

/** Which rows a window spans: known words and numbers, and a text where INTERVAL stands before it. */
function readFrame(cursor: SqlCursor): void {
  for (let before = ''; ; before = cursor.take().text) {
    const { kind, text } = cursor.token
    const isWord = kind === 'word' && FRAME_WORDS.has(text)
    if (!isWord && kind !== 'number' && !(kind === 'text' && before === 'interval')) return
  }
}
