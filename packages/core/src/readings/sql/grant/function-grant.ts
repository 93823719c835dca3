import type { SqlDialect } from '../dialects.ts'
import { ANY_SQL_FUNCTION, SQL_FUNCTION_SETS, sqlFunctions } from './safe-functions.ts'
import type { SqlName } from '../sql-reading.ts'
import { nameKey } from '../grammar/sql-scope.ts'
import type { Membership } from './table-pattern.ts'

/** The functions of a grant, to look names up in. */
export class FunctionGrant {
  readonly #isPostgres: boolean
  readonly #isFolded: boolean
  readonly #names: ReadonlySet<string>
  /** Own names without case, whatever the schema. */
  readonly #lastParts: ReadonlySet<string>

  constructor(dialect: SqlDialect, functions: readonly string[] | undefined) {
    this.#isPostgres = dialect === 'postgres' || dialect === 'any'
    this.#isFolded = dialect === 'mysql' || dialect === 'sqlite'
    const names = sqlFunctions(dialect, functions)
    this.#names = new Set(this.#isFolded ? names.map((name) => name.toLowerCase()) : names)
    this.#lastParts = new Set(names.map((name) => name.slice(name.indexOf('.') + 1).toLowerCase()))
  }

  membership({ parts }: SqlName): Membership {
    if (this.#names.has(ANY_SQL_FUNCTION)) return 'inside'
    if (parts.some(({ text }) => text.includes('.'))) return 'unclear'
    const keys = parts.map((part) => this.#key(part))
    // The schema of the database's own functions; theirs are the names of the lists.
    if (keys.length === 2 && keys[0] === 'pg_catalog' && this.#isPostgres) keys.shift()
    if (this.#names.has(keys.join('.'))) return 'inside'
    return this.#lastParts.has(keys.at(-1)?.toLowerCase() ?? '') ? 'unclear' : 'outside'
  }

  #key(part: SqlName['parts'][number]): string {
    return this.#isFolded ? part.text.toLowerCase() : nameKey(part)
  }
}

const KNOWN = new Map<SqlDialect, FunctionGrant>()

/** Whether a function is one that the lists of the dialect know, and so no surprise to anybody. */
export function isKnownSqlFunction(name: SqlName, dialect: SqlDialect): boolean {
  const known = KNOWN.get(dialect) ?? new FunctionGrant(dialect, SQL_FUNCTION_SETS)
  KNOWN.set(dialect, known)
  return known.membership(name) === 'inside'
}
