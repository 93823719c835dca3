import { type Glob, parseGlob } from '../../../match/glob.ts'
import type { SqlDialect } from '../dialects.ts'
import type { SqlName, SqlNamePart } from '../sql-reading.ts'

/** One glob of a grant, read once: for a table, or for a schema and a table. */
export interface TablePattern {
  readonly source: string
  readonly schema: Spelled | undefined
  readonly table: Spelled
}

/** A glob as it is written, without the case of ASCII, and without any case. */
interface Spelled {
  readonly exact: Glob
  readonly ascii: Glob
  readonly folded: Glob
}

/** Whether a pattern names a table: certainly, perhaps (by the search path, or by how names are compared), or not. */
export type Membership = 'inside' | 'unclear' | 'outside'

/** Names that belong to the database itself. A pattern must begin with letters of theirs to name them. */
const SYSTEM_SCHEMA = /^(?:pg_.*|information_schema|mysql|performance_schema|sys)$/
const SYSTEM_TABLE = /^(?:pg_|sqlite_|pragma_|dbstat$)/
/** Functions of extensions that SQLite reads as tables without parentheses: files, archives, rows without end. */
const SQLITE_FUNCTION_TABLE =
  /^(?:fsdir|fsdir_ls|zipfile|wholenumber|generate_series|series|json_each|json_tree|jsonb_each|jsonb_tree|carray|bytecode|tables_used|vfsstat|memstat|btreeinfo|fts3tokenize|tclvar|csv|lines)$/
/** Tables of the engine SEQUENCE of MariaDB, which have as many rows as their names say. */
const MARIADB_SEQUENCE = /^seq_[0-9]+_to_[0-9]+(?:_step_[0-9]+)?$/

export function tablePattern(source: string): TablePattern {
  const dot = source.indexOf('.')
  return {
    source,
    schema: dot < 0 ? undefined : spelled(source.slice(0, dot)),
    table: spelled(source.slice(dot + 1)),
  }
}

function spelled(source: string): Spelled {
  return { exact: globOf(source), ascii: globOf(asciiLower(source)), folded: globOf(source.toLowerCase()) }
}

/** A pattern that was not validated and does not parse names what it says letter by letter. */
function globOf(source: string): Glob {
  const parsed = parseGlob(source)
  return parsed.ok
    ? parsed.glob
    : { only: source, head: source, tail: source, test: (name) => name === source }
}

export function tableMembership(name: SqlName, pattern: TablePattern, dialect: SqlDialect): Membership {
  const table = name.parts.at(-1)
  const schema = name.parts.at(-2)
  if (table === undefined) return 'unclear'
  const isTable = partMembership(table, pattern.table, dialect)
  if (isTable === 'outside') return 'outside'
  // Which schema a name without one is looked up in is a setting of the session.
  if ((schema === undefined) !== (pattern.schema === undefined)) return 'unclear'
  if (schema !== undefined && pattern.schema !== undefined) {
    const isSchema = partMembership(schema, pattern.schema, dialect)
    if (isSchema !== 'inside') return isSchema
    if (SYSTEM_SCHEMA.test(schema.text.toLowerCase()))
      return pattern.schema.exact.head === '' ? 'unclear' : isTable
  }
  return isSystemTable(table.text.toLowerCase(), dialect) && pattern.table.exact.head === ''
    ? 'unclear'
    : isTable
}

function isSystemTable(name: string, dialect: SqlDialect): boolean {
  if (SYSTEM_TABLE.test(name)) return true
  const isSqlite = dialect === 'sqlite' || dialect === 'any'
  const isMysql = dialect === 'mysql' || dialect === 'any'
  return (isSqlite && SQLITE_FUNCTION_TABLE.test(name)) || (isMysql && MARIADB_SEQUENCE.test(name))
}

/** Databases differ in whether case counts: it must not, or the name must be inside either way. */
function partMembership(part: SqlNamePart, pattern: Spelled, dialect: SqlDialect): Membership {
  if (isInside(part, pattern, dialect)) return 'inside'
  return pattern.folded.test(part.text.toLowerCase()) ? 'unclear' : 'outside'
}

function isInside({ text, quoted }: SqlNamePart, { exact, ascii }: Spelled, dialect: SqlDialect): boolean {
  switch (dialect) {
    case 'sqlite':
      return ascii.test(asciiLower(text))
    case 'postgres':
      return exact.test(quoted ? text : asciiLower(text))
    case 'mysql':
      return exact.test(text)
    case 'any':
      return exact.test(text) && (quoted || exact.test(asciiLower(text)))
  }
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
