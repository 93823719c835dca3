import type { Judgement } from '../../judgement.ts'
import { FunctionGrant } from './function-grant.ts'
import { readSql } from '../read-sql.ts'
import type { SqlGrant } from './sql-grant.ts'
import { sqlNameText, type SqlDoubt, type SqlName, type SqlStatement } from '../sql-reading.ts'
import { SQL_STATEMENTS } from '../statement-kinds.ts'
import { type Membership, tableMembership, tablePattern, type TablePattern } from './table-pattern.ts'

/** Holds texts against one grant, which is read once. */
export function sqlJudge(grant: SqlGrant): (text: string) => Judgement {
  const judge = new GrantJudge(grant)
  return (text) => judge.judge(text)
}

/**
 * `true` when the text is one statement and its kinds, functions, tables and constructs are all granted; `false` when
 * it is certain that it is another statement, or that none of its tables and functions is granted; else an error.
 */
export function judgeSql(text: string, grant: SqlGrant): Judgement {
  return sqlJudge(grant)(text)
}

/** A table or function of a statement, and how the grant stands to it. */
interface Judged {
  readonly name: SqlName
  readonly membership: Membership
  readonly pattern?: string
}

class GrantJudge {
  readonly #grant: SqlGrant
  readonly #statements: ReadonlySet<string>
  readonly #permits: ReadonlySet<string>
  readonly #functions: FunctionGrant
  readonly #patterns: readonly TablePattern[]

  constructor(grant: SqlGrant) {
    this.#grant = grant
    this.#statements = new Set(grant.statements)
    this.#permits = new Set(grant.permit)
    this.#functions = new FunctionGrant(grant.dialect, grant.functions ?? grant.safeFunctions)
    this.#patterns = (grant.tables ?? []).map(tablePattern)
  }

  judge(text: string): Judgement {
    const { doubts, statements } = readSql(text, this.#grant.dialect)
    const doubt = doubts[0] ?? statements.flatMap((statement) => statement.doubts)[0]
    if (doubt !== undefined) return error(doubt.problem)
    const kinds = statements.flatMap((statement) => statement.kinds)
    const [first] = kinds
    if (first === undefined) return error('there is no statement')
    if (!kinds.some((kind) => this.#statements.has(kind))) return { truth: 'false', part: first }
    const [statement] = statements
    if (statement === undefined || statements.length > 1) return error('there is more than one statement')
    const other = kinds.find((kind) => !this.#statements.has(kind))
    if (other !== undefined) return error('a statement of another kind stands in it', other)
    const unread = kinds.find((kind) => SQL_STATEMENTS[kind] !== 'read')
    if (unread !== undefined) return error('a statement of its kind is not read to its last word', unread)
    return this.#parts(statement)
  }

  #parts({ tables, functions, constructs }: SqlStatement): Judgement {
    const judgedTables = tables.map((name) => this.#table(name))
    const judgedFunctions = functions.map((name) => ({ name, membership: this.#functions.membership(name) }))
    const parts: readonly Judged[] = [...judgedTables, ...judgedFunctions]
    const [first] = parts
    const missing = parts.find(({ membership }) => membership !== 'inside')
    if (missing === undefined) {
      const construct = constructs.find(({ permit }) => !this.#permits.has(permit))
      if (construct !== undefined) return error('it holds what must be permitted by name', construct.permit)
      return first === undefined ? { truth: 'true' } : { truth: 'true', ...shown(first) }
    }
    // A list that the grant does not state proves nothing about what it leaves out.
    const isStated =
      (tables.length === 0 || this.#grant.tables !== undefined) &&
      (functions.length === 0 || this.#grant.functions !== undefined)
    const isOutside = isStated && parts.every(({ membership }) => membership === 'outside')
    if (isOutside) return { truth: 'false', ...shown(missing) }
    return { ...error(problemOf(missing, judgedTables.includes(missing))), ...shown(missing) }
  }

  #table(name: SqlName): Judged {
    let unclear: string | undefined
    for (const pattern of this.#patterns) {
      const membership = tableMembership(name, pattern, this.#grant.dialect)
      if (membership === 'inside') return { name, membership, pattern: pattern.source }
      if (membership === 'unclear') unclear ??= pattern.source
    }
    return unclear === undefined
      ? { name, membership: 'outside' }
      : { name, membership: 'unclear', pattern: unclear }
  }
}

function problemOf({ membership }: Judged, isTable: boolean): string {
  const what = isTable ? 'a table' : 'a function'
  return membership === 'outside'
    ? `${what} is not granted`
    : `${what} may be one that is granted, by its schema or the case of its name`
}

function shown({ name, pattern }: Judged): Pick<Judgement, 'part' | 'pattern'> {
  return { part: sqlNameText(name), ...(pattern !== undefined && { pattern }) }
}

function error(problem: SqlDoubt['problem'], part?: string): Judgement {
  return { truth: 'error', problem, ...(part !== undefined && { part }) }
}
