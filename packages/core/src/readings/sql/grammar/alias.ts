import { isName } from './name.ts'
import { NO_ALIAS } from './reserved-words.ts'
import type { SqlCursor } from './sql-cursor.ts'
import type { SqlNamePart } from '../sql-reading.ts'

/** Another name for what stands before: any word behind AS; without it, a word that begins nothing else. */
export function readAlias(cursor: SqlCursor): SqlNamePart | undefined {
  const { kind } = cursor.token
  if (cursor.takeWord('as')) {
    if (!['word', 'name', 'text'].includes(cursor.token.kind)) cursor.unknown()
    return cursor.part(cursor.take())
  }
  if (!isName(cursor) || (kind === 'word' && NO_ALIAS.has(cursor.token.text))) return undefined
  return cursor.part(cursor.take())
}
