import { LIMITS } from '../../limits.ts'
import type { SqlDialect } from './dialects.ts'
import { readExpression, readExpressionRest, readValueAlone } from './grammar/expression.ts'
import { readQuery, readQueryRest } from './grammar/query.ts'
import { SqlCursor, type SqlGrammar, type SqlSource } from './grammar/sql-cursor.ts'
import type { SqlReading, SqlStatement } from './sql-reading.ts'
import { sqlTokens } from './tokens/sql-tokens.ts'
import { readStatement } from './grammar/statement.ts'
import { readWrite } from './grammar/write.ts'

const GRAMMAR: SqlGrammar = {
  expression: readExpression,
  expressionRest: readExpressionRest,
  value: readValueAlone,
  query: readQuery,
  queryRest: readQueryRest,
  write: readWrite,
  statement: readStatement,
}

/** The conditions of a policy ask about the same statement one after the other. */
let last: { readonly text: string; readonly reading: SqlReading } | undefined

/**
 * Reads a text of SQL: its statements, their kinds, every function they call and every table they name.
 * What this reader does not know, and what databases or their settings could read in another way, is a doubt.
 * No text is run and no name is looked up; time is linear. The last reading is kept.
 */
export function readSql(text: string, dialect: SqlDialect): SqlReading {
  if (last?.text === text && last.reading.dialect === dialect) return last.reading
  const reading = readAnew(text, dialect)
  last = { text, reading }
  return reading
}

function readAnew(text: string, dialect: SqlDialect): SqlReading {
  if (text.length > LIMITS.sqlCharsMax) {
    const doubt = { problem: 'it is longer than is read', start: LIMITS.sqlCharsMax, end: text.length }
    return { dialect, statements: [], doubts: [doubt], comments: 'none' }
  }
  const { tokens, doubts, comments } = sqlTokens(text, dialect)
  const source: SqlSource = { text, dialect, tokens, grammar: GRAMMAR }
  const statements: SqlStatement[] = []
  let from = 0
  for (let to = 0; to <= tokens.length; to += 1) {
    const token = tokens[to]
    if (token !== undefined && (token.text !== ';' || token.kind !== 'sign')) continue
    if (to > from) statements.push(readOne(source, from, to))
    from = to + 1
  }
  return { dialect, statements, doubts, comments }
}

function readOne(source: SqlSource, from: number, to: number): SqlStatement {
  const cursor = new SqlCursor(source, from, to)
  const kind = readStatement(cursor)
  if (cursor.token.kind !== 'end') cursor.unknown()
  const ambiguous = cursor.scope.finish()
  const doubts = [cursor.doubt, ambiguous].filter((doubt) => doubt !== undefined)
  return {
    ...(kind !== undefined && { kind }),
    kinds: [...cursor.kinds],
    tables: cursor.scope.tables,
    functions: cursor.scope.functions,
    constructs: cursor.constructs,
    changes: cursor.changes,
    doubts,
  }
}
