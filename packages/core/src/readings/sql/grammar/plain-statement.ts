import { readCall } from './call.ts'
import { readTargetName } from './from.ts'
import { readName } from './name.ts'
import type { SqlCursor } from './sql-cursor.ts'
import { sqlKind } from '../statement-kinds.ts'

export function readTruncate(cursor: SqlCursor): void {
  cursor.take()
  cursor.kinds.add('truncate')
  cursor.takeWord('table')
  readTargets(cursor)
}

/** DROP of tables and views; of other things the names are no tables. */
export function readDrop(cursor: SqlCursor): void {
  cursor.take()
  cursor.kinds.add('drop')
  const isTable =
    cursor.takeWord('table') || cursor.takeWord('view') || cursor.takeWords('materialized', 'view')
  if (!isTable) return cursor.stop('what it drops is not a table or view')
  cursor.takeWords('if', 'exists')
  readTargets(cursor)
}

/** Tables, and whether others go with them. */
function readTargets(cursor: SqlCursor): void {
  cursor.list(() => readTargetName(cursor))
  if (!cursor.takeWords('restart', 'identity')) cursor.takeWords('continue', 'identity')
  if (cursor.isWord('cascade')) cursor.permit('cascade', cursor.take())
  else cursor.takeWord('restrict')
}

/** CALL of a procedure, which is judged as a function. */
export function readCallStatement(cursor: SqlCursor): void {
  cursor.take()
  cursor.kinds.add('call')
  const name = readName(cursor)
  if (cursor.isSign('(')) readCall(cursor, name)
  else cursor.unknown()
}

const TRANSACTION_WORDS: ReadonlySet<string> = new Set(
  (
    'transaction work isolation level read only write serializable repeatable committed uncommitted deferred ' +
    'immediate exclusive deferrable not and no chain'
  ).split(' '),
)

/** The statements that begin and end transactions; a savepoint may be named. */
export function readTransaction(cursor: SqlCursor): void {
  const first = cursor.take()
  const kind = sqlKind(first.text)
  if (kind !== undefined) cursor.kinds.add(kind)
  if (first.text === 'start') cursor.wantWord('transaction')
  while (cursor.isSign(',') || (cursor.token.kind === 'word' && TRANSACTION_WORDS.has(cursor.token.text)))
    cursor.take()
  const isNamed = kind === 'savepoint' || kind === 'release' || cursor.takeWord('to')
  if (!isNamed) return
  cursor.takeWord('savepoint')
  readName(cursor)
}
