import { readOrder } from './order.ts'
import { readType } from './column-types.ts'
import { isLargeCall } from './sized-call.ts'
import type { SqlCursor } from './sql-cursor.ts'
import { nameKey } from './sql-scope.ts'
import type { SqlToken } from '../tokens/sql-token.ts'
import type { SqlName } from '../sql-reading.ts'
import { readWindow } from './window.ts'

/** Functions whose arguments have words between them in place of commas. */
const WORDS_BETWEEN: Readonly<Record<string, readonly string[]>> = {
  extract: ['from'],
  substring: ['from', 'for'],
  substr: ['from', 'for'],
  overlay: ['placing', 'from', 'for'],
  trim: ['from'],
}

const SIDES: ReadonlySet<string> = new Set(['both', 'leading', 'trailing'])

/** A call; its name has been read and its parenthesis stands here. */
export function readCall(cursor: SqlCursor, name: SqlName): void {
  const { parts } = name
  if (cursor.lexis.spacedDashes) {
    if (cursor.token.start !== name.end)
      cursor.stop('a space between a function and its parenthesis changes the call in MySQL', name)
    if (parts.some(({ quoted }) => quoted)) cursor.stop('a function in quotes is another one in MySQL', name)
  }
  cursor.scope.functions.push(name)
  const [part] = parts
  const plain = parts.length === 1 && part?.quoted === false ? nameKey(part) : ''
  // In quotes or with a schema it can be the same function.
  const key = nameKey(parts.at(-1) ?? { text: '', quoted: false }).toLowerCase()
  const plainArguments: (SqlToken | undefined)[] = []
  cursor.parenthesised(() => readArguments(cursor, plain, plainArguments))
  if (isLargeCall(key, cursor.dialect, plainArguments)) cursor.permit('large_value', name)
  if (plain === 'match' && cursor.takeWord('against')) readAgainst(cursor)
  readAfterCall(cursor)
}

function readArguments(cursor: SqlCursor, name: string, plain: (SqlToken | undefined)[]): void {
  if (cursor.isSign(')')) return
  if (cursor.isSign('*') && cursor.nextIsSign(')')) {
    cursor.take()
    return
  }
  if (!cursor.takeWord('distinct')) cursor.takeWord('all')
  switch (name) {
    case 'position':
      // In SQLite the name of a table may stand behind IN.
      if (cursor.dialect === 'sqlite' || cursor.dialect === 'any') break
      cursor.grammar.value(cursor)
      cursor.wantWord('in')
      cursor.grammar.expression(cursor)
      return
    case 'convert':
      readConvert(cursor)
      return
    case 'trim':
      if (!cursor.nextIsSign('(') && SIDES.has(cursor.token.text)) cursor.take()
      cursor.takeWord('from')
      break
    default:
  }
  do plain.push(readArgument(cursor))
  while (cursor.takeSign(',') || WORDS_BETWEEN[name]?.some((word) => cursor.takeWord(word)) === true)
  if (cursor.takeWords('order', 'by')) readOrder(cursor)
  if (cursor.takeWord('separator')) cursor.grammar.value(cursor)
}

/** The token of an argument that is no more than that, and is not named. */
function readArgument(cursor: SqlCursor): SqlToken | undefined {
  const { token, place } = cursor
  if (cursor.nextIsSign('=>') && cursor.token.kind === 'word') {
    cursor.take()
    cursor.take()
  }
  cursor.grammar.expression(cursor)
  return cursor.place === place + 1 ? token : undefined
}

/** MySQL: to a type, or to a set of characters. */
function readConvert(cursor: SqlCursor): void {
  cursor.grammar.expression(cursor)
  if (cursor.takeWord('using')) cursor.grammar.value(cursor)
  else if (cursor.takeSign(',')) readType(cursor)
}

const SEARCH_MODES: readonly (readonly string[])[] = [
  ['in', 'boolean', 'mode'],
  ['in', 'natural', 'language', 'mode'],
  ['with', 'query', 'expansion'],
]

/** MySQL: what a full-text search looks for. */
function readAgainst(cursor: SqlCursor): void {
  cursor.parenthesised(() => {
    cursor.grammar.value(cursor)
    for (const mode of SEARCH_MODES) cursor.takeWords(...mode)
  })
}

/** What belongs to the call of an aggregate or a window function. */
function readAfterCall(cursor: SqlCursor): void {
  if (cursor.takeWords('within', 'group'))
    cursor.parenthesised(() => {
      if (cursor.takeWords('order', 'by')) readOrder(cursor)
      else cursor.unknown()
    })
  if (cursor.isWord('filter') && cursor.nextIsSign('(')) {
    cursor.take()
    cursor.parenthesised(() => {
      cursor.wantWord('where')
      cursor.grammar.expression(cursor)
    })
  }
  if (!cursor.takeWords('respect', 'nulls')) cursor.takeWords('ignore', 'nulls')
  if (cursor.takeWord('over')) readWindow(cursor)
}
