import type { SqlDoubt, SqlName, SqlNamePart } from '../sql-reading.ts'

/** With Oracle's mode, MariaDB counts a sequence on when these are read of it. */
const SEQUENCE_COLUMNS: ReadonlySet<string> = new Set(['nextval', 'currval'])

/** The names of one statement: which of them are tables, which are CTEs, and which columns may be functions. */
export class SqlScope {
  readonly tables: SqlName[] = []
  readonly functions: SqlName[] = []
  /** How many CTEs of a name can be seen from here. */
  readonly #seen = new Map<string, number>()
  /** Every CTE of the statement, without case. */
  readonly #ctes = new Set<string>()
  /** The columns that every function in FROM has which goes by this name, without case. */
  readonly #functionColumns = new Map<string, ReadonlySet<string>>()
  /** PostgreSQL calls `f(x)` for `x.f` when `x` is one plain value, as the row of some functions in FROM is. */
  readonly #callsAttributes: boolean
  readonly #attributes: { readonly owner: SqlNamePart; readonly name: SqlName }[] = []

  constructor(callsAttributes: boolean) {
    this.#callsAttributes = callsAttributes
  }

  defineCte(part: SqlNamePart): void {
    const key = nameKey(part)
    this.#ctes.add(key.toLowerCase())
    this.#seen.set(key, (this.#seen.get(key) ?? 0) + 1)
  }

  forgetCte(part: SqlNamePart): void {
    const key = nameKey(part)
    this.#seen.set(key, (this.#seen.get(key) ?? 0) - 1)
  }

  /** A name where a table is read: a CTE if one can be seen. */
  source(name: SqlName): void {
    const [part] = name.parts
    const isCte = name.parts.length === 1 && part !== undefined && (this.#seen.get(nameKey(part)) ?? 0) > 0
    if (!isCte) this.tables.push(name)
  }

  /** A name where rows are written or a table is looked at: never a CTE, even where one can be seen. */
  target(name: SqlName): void {
    this.tables.push(name)
  }

  /** A function in FROM: a name that it goes by, and the columns that it is certain to have. */
  nameFunction(alias: SqlNamePart, columns: readonly SqlNamePart[]): void {
    const key = nameKey(alias).toLowerCase()
    const earlier = this.#functionColumns.get(key)
    // Two functions can go by one name in queries within each other, and which of them is meant is not read.
    const certain = columns.map(nameKey).filter((column) => earlier?.has(column) !== false)
    this.#functionColumns.set(key, new Set(certain))
  }

  /** A column that is named with what it belongs to. */
  attribute(owner: SqlNamePart, name: SqlName): void {
    this.#attributes.push({ owner, name })
  }

  /** Once all is read: columns that may be functions join these; a name that is CTE and table is doubt. */
  finish(): SqlDoubt | undefined {
    for (const { owner, name } of this.#attributes) if (this.#mayCall(owner, name)) this.functions.push(name)
    const both = this.tables.find(
      ({ parts: [part, more] }) =>
        part !== undefined && more === undefined && this.#ctes.has(nameKey(part).toLowerCase()),
    )
    return both && { problem: 'a name stands for a table and for a WITH', start: both.start, end: both.end }
  }

  #mayCall(owner: SqlNamePart, { parts: [part] }: SqlName): boolean {
    if (part === undefined) return false
    if (!this.#callsAttributes) return SEQUENCE_COLUMNS.has(part.text.toLowerCase())
    return this.#functionColumns.get(nameKey(owner).toLowerCase())?.has(nameKey(part)) === false
  }
}

/** What a name is compared by: letters of ASCII have no case unless they are quoted. */
export function nameKey({ text, quoted }: SqlNamePart): string {
  return quoted ? text : text.toLowerCase()
}
