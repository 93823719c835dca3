import { RESERVED } from './reserved-words.ts'
import type { SqlCursor } from './sql-cursor.ts'
import type { SqlName, SqlNamePart } from '../sql-reading.ts'

const UNKNOWN: SqlNamePart = { text: '', quoted: true }

/** Whether a name can begin here: a quoted one, or a word that begins nothing else. */
export function isName(cursor: SqlCursor): boolean {
  const { kind, text } = cursor.token
  return kind === 'name' || (kind === 'word' && !RESERVED.has(text))
}

/** A name of one part, as of a CTE, a column or an alias. */
export function readPart(cursor: SqlCursor): SqlNamePart {
  if (isName(cursor)) return cursor.part(cursor.take())
  cursor.unknown()
  return UNKNOWN
}

/** A name with what it belongs to. Behind a dot every word is a name. */
export function readName(cursor: SqlCursor): SqlName {
  const { start } = cursor.token
  const parts = [readPart(cursor)]
  while (cursor.isSign('.') && !cursor.nextIsSign('*')) {
    cursor.take()
    const { kind } = cursor.token
    if (kind === 'word' || kind === 'name') parts.push(cursor.part(cursor.take()))
    else cursor.unknown()
  }
  return { parts, start, end: cursor.readTo }
}

/** Names of one part each, in parentheses. */
export function readParts(cursor: SqlCursor): readonly SqlNamePart[] {
  const parts: SqlNamePart[] = []
  cursor.parenthesised(() => cursor.list(() => parts.push(readPart(cursor))))
  return parts
}
