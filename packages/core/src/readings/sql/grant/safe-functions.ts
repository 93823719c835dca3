import { later } from '../../../later.ts'
import type { SqlDialect } from '../dialects.ts'
import { MYSQL_FUNCTIONS } from './functions-mysql.ts'
import { POSTGRES_CATALOG_FUNCTIONS, POSTGRES_FUNCTIONS } from './functions-postgres.ts'
import { SQLITE_CATALOG_FUNCTIONS, SQLITE_FUNCTIONS } from './functions-sqlite.ts'

/** Lists of functions that a grant can name as one. */
export const SQL_FUNCTION_SETS = ['$safe_functions', '$catalog_functions'] as const

export type SqlFunctionSet = (typeof SQL_FUNCTION_SETS)[number]

const words = (...texts: readonly string[]): (() => readonly string[]) =>
  later(() => [...new Set(texts.flatMap((text) => text.trim().split(/\s+/)))])

const SETS: Readonly<Record<SqlFunctionSet, Readonly<Record<SqlDialect, () => readonly string[]>>>> = {
  $safe_functions: {
    postgres: words(POSTGRES_FUNCTIONS),
    mysql: words(MYSQL_FUNCTIONS),
    sqlite: words(SQLITE_FUNCTIONS),
    any: words(POSTGRES_FUNCTIONS, MYSQL_FUNCTIONS, SQLITE_FUNCTIONS),
  },
  $catalog_functions: {
    postgres: words(POSTGRES_CATALOG_FUNCTIONS),
    mysql: () => [],
    sqlite: words(SQLITE_CATALOG_FUNCTIONS),
    any: words(POSTGRES_CATALOG_FUNCTIONS, SQLITE_CATALOG_FUNCTIONS),
  },
}

/** The functions that a grant names, with its lists written out; without any, the safe ones of the dialect. */
export function sqlFunctions(
  dialect: SqlDialect,
  functions: readonly string[] = ['$safe_functions'],
): readonly string[] {
  return functions.flatMap((name) => (isFunctionSet(name) ? SETS[name][dialect]() : [name]))
}

function isFunctionSet(name: string): name is SqlFunctionSet {
  return SQL_FUNCTION_SETS.some((set) => set === name)
}

/** In a grant: whatever is called. For rules that ask a person about what others do not allow. */
export const ANY_SQL_FUNCTION = '*'

/** Why the text is no function of a grant (`count`, `app.total`, `$safe_functions`, `*`); undefined when it is. */
export function sqlFunctionProblem(text: string): string | undefined {
  if (isFunctionSet(text) || text === ANY_SQL_FUNCTION) return undefined
  if (text.startsWith('$')) return `\`${text}\` is not a list of SQL functions`
  if (text.includes('*'))
    return `\`${text}\` is not the name of a function: \`*\` stands alone, for every function`
  return /^[^\s"'`()[\].$;]+(?:\.[^\s"'`()[\].$;]+)?$/.test(text)
    ? undefined
    : `\`${text}\` is not the name of a function: write it without quotes and parentheses, as \`name\` or \`schema.name\``
}
