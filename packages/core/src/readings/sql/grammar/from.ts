import { readAlias } from './alias.ts'
import { columnsOfFunction, impliedAliases } from './function-columns.ts'
import { readCall } from './call.ts'
import { readType } from './column-types.ts'
import { readExpression } from './expression.ts'
import { readName, readPart, readParts } from './name.ts'
import { beginsQuery, continuesQuery } from './parenthesis.ts'
import { VALUE_WORDS } from './reserved-words.ts'
import type { SqlCursor } from './sql-cursor.ts'
import type { SqlName, SqlNamePart } from '../sql-reading.ts'

/** Names of a server, a database and a schema do not fit into a pattern. */
const TABLE_PARTS_MAX = 2

/** What follows FROM: tables, functions and queries, with commas and joins between. */
export function readSources(cursor: SqlCursor): void {
  cursor.list(() => {
    readSource(cursor)
    readJoins(cursor)
  })
}

/** Joins to what has been read, with their conditions. */
function readJoins(cursor: SqlCursor): void {
  for (;;) {
    if (cursor.takeWord('on')) readExpression(cursor)
    else if (cursor.takeWord('using')) {
      readParts(cursor)
      if (cursor.takeWord('as')) readPart(cursor)
    } else if (takeJoin(cursor)) readSource(cursor)
    else return
  }
}

const SIDES: readonly string[] = ['left', 'right', 'full']

function takeJoin(cursor: SqlCursor): boolean {
  if (cursor.takeWord('straight_join')) return true
  const before = cursor.place
  cursor.takeWord('natural')
  if (SIDES.some((side) => cursor.takeWord(side))) cursor.takeWord('outer')
  else if (!cursor.takeWord('inner')) cursor.takeWord('cross')
  if (cursor.takeWord('join')) return true
  if (cursor.place !== before) cursor.unknown()
  return false
}

function readSource(cursor: SqlCursor): void {
  // Where it is no word of the language, it is a table with another name behind it.
  const isLateral = cursor.dialect !== 'sqlite' && cursor.takeWord('lateral')
  if (cursor.isSign('(')) {
    readSourceParenthesis(cursor)
    readSourceAlias(cursor)
    return
  }
  const name = readTableStart(cursor)
  if (cursor.isSign('(')) {
    readCall(cursor, name)
    const isNumbered = cursor.takeWords('with', 'ordinality')
    const { alias, columns } = readSourceAlias(cursor)
    // A row with a number is no plain value, which alone can be the argument of an attribute's function.
    if (isNumbered) return
    for (const known of alias === undefined ? impliedAliases(name) : [alias]) {
      cursor.scope.nameFunction(known, columnsOfFunction(name, known, columns))
    }
    return
  }
  if (isLateral) return cursor.unknown()
  if (isTable(cursor, name)) cursor.scope.source(name)
  readSourceAlias(cursor)
}

/** A query or joined tables in parentheses; whether it is a query and nothing else. */
function readSourceParenthesis(cursor: SqlCursor): boolean {
  let isQuery = false
  cursor.parenthesised(() => {
    isQuery = beginsQuery(cursor)
    if (isQuery) {
      cursor.grammar.query(cursor)
      return
    }
    if (cursor.isSign('(')) {
      isQuery = readSourceParenthesis(cursor)
      if (isQuery && cursor.isSign(')')) return
      if (isQuery && continuesQuery(cursor)) return cursor.grammar.queryRest(cursor)
      isQuery = false
      readSourceAlias(cursor)
    } else readSource(cursor)
    readJoins(cursor)
    if (cursor.takeSign(',')) readSources(cursor)
  })
  return isQuery
}

interface SourceAlias {
  readonly alias?: SqlNamePart
  readonly columns: readonly SqlNamePart[]
}

/** The name that a source goes by, and those of its columns, with types where a function leaves them open. */
function readSourceAlias(cursor: SqlCursor): SourceAlias {
  const columns: SqlNamePart[] = []
  const isBare = cursor.isWord('as') && cursor.nextIsSign('(')
  if (isBare) cursor.take()
  const alias = isBare ? undefined : readAlias(cursor)
  if (cursor.isSign('(') && (isBare || alias !== undefined))
    cursor.parenthesised(() =>
      cursor.list(() => {
        columns.push(readPart(cursor))
        if (cursor.token.kind === 'word') readType(cursor)
      }),
    )
  return { ...(alias !== undefined && { alias }), columns }
}

/** The name of a table, with the ONLY that PostgreSQL lets stand before it. */
function readTableStart(cursor: SqlCursor): SqlName {
  if (cursor.dialect === 'postgres') cursor.takeWord('only')
  return readName(cursor)
}

/** Whether a name can be a table's, and is not something else in this place. */
function isTable(cursor: SqlCursor, name: SqlName): boolean {
  const [part] = name.parts
  const word = name.parts.length === 1 && part?.quoted === false ? part.text.toLowerCase() : ''
  if (name.parts.length > TABLE_PARTS_MAX) cursor.stop('a table has a name of more than two parts', name)
  else if (cursor.lexis.runs && VALUE_WORDS.has(word))
    cursor.stop('a word is a function in this place, or a table', name)
  return cursor.doubt === undefined && !(cursor.dialect === 'mysql' && word === 'dual')
}

/** The table of TABLE, which can be a CTE and is never a function. */
export function readTableName(cursor: SqlCursor): void {
  const name = readTableStart(cursor)
  if (isTable(cursor, name)) cursor.scope.source(name)
}

/** The table of INSERT, UPDATE and their like, which is never a CTE. */
export function readTargetName(cursor: SqlCursor): void {
  const name = readTableStart(cursor)
  if (isTable(cursor, name)) cursor.scope.target(name)
}
