import { isName, readName } from './name.ts'
import type { SqlCursor } from './sql-cursor.ts'
import { SQL_STATEMENTS, type SqlKind } from '../statement-kinds.ts'

/** Words with which a statement can hold another one. */
const HOLDING: ReadonlySet<string> = new Set(
  'as select values insert update delete merge replace execute call do copy begin return perform'.split(' '),
)
const BEFORE_TABLE: ReadonlySet<string> = new Set('table from join into view copy'.split(' '))

/** A statement that is known by its first word alone. Its tables are looked for, since people want to see them. */
export function readUnread(cursor: SqlCursor, kind: SqlKind): void {
  cursor.kinds.add(kind)
  let holding = SQL_STATEMENTS[kind] === 'open' ? cursor.token : undefined
  let tables = 0
  for (let before = ''; cursor.token.kind !== 'end';) {
    const { token } = cursor
    const isWord = token.kind === 'word'
    // Not what a reference does (ON DELETE), and not the rights of GRANT and REVOKE.
    if (isWord && HOLDING.has(token.text) && before !== 'on' && kind !== 'grant' && kind !== 'revoke')
      holding ??= token
    if (isWord && token.text === 'table' && (tables += 1) > 1) holding ??= token
    before = cursor.take().text
    if (isWord && BEFORE_TABLE.has(token.text)) readNamedTable(cursor)
  }
  if (holding !== undefined) cursor.stop('it may run a statement that stands in it or elsewhere', holding)
}

function readNamedTable(cursor: SqlCursor): void {
  if (!cursor.takeWords('if', 'not', 'exists')) cursor.takeWords('if', 'exists')
  if (isName(cursor)) cursor.scope.target(readName(cursor))
}
