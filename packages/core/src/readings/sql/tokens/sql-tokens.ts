import { SqlScanner } from './sql-scanner.ts'
import type { SqlDialect } from '../dialects.ts'
import type { SqlDoubt, SqlReading } from '../sql-reading.ts'
import type { SqlToken } from './sql-token.ts'

export interface SqlTokens {
  readonly tokens: readonly SqlToken[]
  readonly doubts: readonly SqlDoubt[]
  readonly comments: SqlReading['comments']
}

/** Line ends as LF or CRLF, and no other control character: readers end comments at different ones. */
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)/

/** Cuts a text into words as every reader of the dialect does, and doubts where they would not agree. */
export function sqlTokens(text: string, dialect: SqlDialect): SqlTokens {
  const scanner = new SqlScanner(text, dialect)
  const control = CONTROL.exec(text)
  if (control !== null)
    scanner.doubt('a control character ends a line for some readers', control.index, control.index + 1)
  if (!text.isWellFormed())
    scanner.doubt('half of a character stands in it, which becomes another on its way', 0, text.length)
  while (scanner.step());
  return scanner
}
