import { readDescribe, readExplain, readPragma, readShow } from './look.ts'
import { readCallStatement, readDrop, readTransaction, readTruncate } from './plain-statement.ts'
import { readQueryBody } from './query.ts'
import type { SqlCursor } from './sql-cursor.ts'
import { sqlKind, type SqlKind } from '../statement-kinds.ts'
import { readUnread } from './unread-statement.ts'
import { forgetWith, readWith } from './with.ts'
import { readWrite } from './write.ts'

/** What reads each kind, beginning at its first word. */
const READERS: Partial<Readonly<Record<SqlKind, (cursor: SqlCursor) => void>>> = {
  select: readQueryBody,
  values: readQueryBody,
  table: readQueryBody,
  insert: readWrite,
  replace: readWrite,
  update: readWrite,
  delete: readWrite,
  merge: readWrite,
  explain: readExplain,
  describe: readDescribe,
  show: readShow,
  pragma: readPragma,
  truncate: readTruncate,
  drop: readDrop,
  call: readCallStatement,
  begin: readTransaction,
  commit: readTransaction,
  rollback: readTransaction,
  savepoint: readTransaction,
  release: readTransaction,
}

const AFTER_WITH: ReadonlySet<SqlKind> = new Set([
  'select',
  'values',
  'table',
  'insert',
  'replace',
  'update',
  'delete',
  'merge',
])

/** Reads one statement, to its last word where its kind is read at all, and says which kind that is. */
export function readStatement(cursor: SqlCursor): SqlKind | undefined {
  const ctes = readWith(cursor)
  const { token } = cursor
  const word = token.kind === 'word' ? sqlKind(token.text) : undefined
  const kind = cursor.isSign('(') ? 'select' : word
  if (kind === undefined || (ctes.length > 0 && !AFTER_WITH.has(kind)))
    cursor.stop('it does not begin with the word of a known statement')
  else {
    const read = READERS[kind]
    if (read === undefined) readUnread(cursor, kind)
    else read(cursor)
  }
  forgetWith(cursor, ctes)
  return kind
}
