import { readPart, readParts } from './name.ts'
import { beginsQuery } from './parenthesis.ts'
import type { SqlCursor } from './sql-cursor.ts'
import type { SqlNamePart } from '../sql-reading.ts'

const WRITING: ReadonlySet<string> = new Set(['insert', 'replace', 'update', 'delete', 'merge'])

/** The CTEs before a statement, if there are any; they can be seen until `forgetWith`. */
export function readWith(cursor: SqlCursor): readonly SqlNamePart[] {
  const { token } = cursor
  if (!cursor.takeWord('with')) return []
  const isRecursive = cursor.takeWord('recursive')
  if (isRecursive) cursor.permit('recursive', token)
  const ctes: SqlNamePart[] = []
  cursor.list(() => {
    const name = readPart(cursor)
    if (cursor.isSign('(')) readParts(cursor)
    cursor.wantWord('as')
    if (!cursor.takeWords('not', 'materialized')) cursor.takeWord('materialized')
    if (isRecursive) cursor.scope.defineCte(name)
    cursor.parenthesised(() => readBody(cursor))
    if (!isRecursive) cursor.scope.defineCte(name)
    ctes.push(name)
  })
  return ctes
}

export function forgetWith(cursor: SqlCursor, ctes: readonly SqlNamePart[]): void {
  for (const name of ctes) cursor.scope.forgetCte(name)
}

function readBody(cursor: SqlCursor): void {
  const { token } = cursor
  if (beginsQuery(cursor) || cursor.isSign('(')) {
    cursor.grammar.query(cursor)
  } else if (token.kind === 'word' && WRITING.has(token.text)) {
    cursor.permit('writing_cte', token)
    cursor.grammar.write(cursor)
  } else cursor.unknown()
}
