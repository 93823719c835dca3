import { readAlias } from './alias.ts'
import { readExpression } from './expression.ts'
import { readSources, readTargetName } from './from.ts'
import { readParts } from './name.ts'
import { readRows } from './query.ts'
import type { SqlCursor } from './sql-cursor.ts'

/** MERGE from behind that word: a target, a source, and what is done with rows that match and that do not. */
export function readMerge(cursor: SqlCursor): void {
  cursor.kinds.add('merge')
  cursor.takeWord('into')
  readTargetName(cursor)
  readAlias(cursor)
  cursor.wantWord('using')
  readSources(cursor)
  while (cursor.takeWord('when')) {
    cursor.takeWord('not')
    cursor.wantWord('matched')
    if (!cursor.takeWords('by', 'source')) cursor.takeWords('by', 'target')
    if (cursor.takeWord('and')) readExpression(cursor)
    cursor.wantWord('then')
    readAction(cursor)
  }
}

function readAction(cursor: SqlCursor): void {
  if (cursor.takeWord('delete') || cursor.takeWords('do', 'nothing')) return
  if (cursor.takeWords('update', 'set')) return cursor.list(() => readExpression(cursor))
  if (!cursor.takeWord('insert')) return cursor.unknown()
  if (cursor.isSign('(')) readParts(cursor)
  if (cursor.takeWords('default', 'values')) return
  cursor.wantWord('values')
  readRows(cursor)
}
