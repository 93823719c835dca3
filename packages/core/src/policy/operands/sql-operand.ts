import { dropUndefined } from '../../document/drop-undefined.ts'
import { readMap, type Read } from '../../document/map-reader.ts'
import { nearest } from '../../text/nearest.ts'
import { readList, readText } from '../../document/read-scalar.ts'
import type { JsonValue } from '../../json-value.ts'
import { SQL_DIALECTS, sqlDialectProblem, type SqlDialect } from '../../readings/sql/dialects.ts'
import {
  SQL_FUNCTION_SETS,
  sqlFunctionProblem,
  sqlFunctions,
} from '../../readings/sql/grant/safe-functions.ts'
import { sqlTableProblem } from '../../readings/sql/grant/sql-grant.ts'
import { SQL_PERMITS, sqlPermitProblem } from '../../readings/sql/permits.ts'
import { SQL_STATEMENTS, sqlStatementProblem } from '../../readings/sql/statement-kinds.ts'
import { STATEMENT_LISTS } from '../lists/named-lists.ts'
import { SQL_GRANT_KEYS } from '../rules/kvlar-keys.ts'

/** The operand of `sql`, lists of functions written out: what a list holds is part of what a rule means. */
export const readSqlGrant: Read<JsonValue> = (node, report) => {
  const map = readMap(node, report, { keys: SQL_GRANT_KEYS, what: 'the value of `sql`' })
  if (map === undefined) return undefined
  const dialect = map.required('dialect', readDialect)
  const statements = map.required('statements', readList(readStatement, { min: 1 }))
  const functions = map.optional('functions', readList(readFunction))
  const tables = map.optional('tables', readList(readTable))
  const permit = map.optional('permit', readList(readPermit)) ?? []
  if (dialect === undefined || statements === undefined) return undefined
  return dropUndefined({
    dialect,
    statements: statements.flatMap((text) => STATEMENT_LISTS.get(text) ?? [text]),
    functions: functions && sqlFunctions(dialect, functions),
    safe_functions: functions === undefined ? sqlFunctions(dialect) : undefined,
    tables,
    permit,
  })
}

/** Text that a check of the reading lets pass. */
function readChecked(
  problemOf: (text: string) => string | undefined,
  known: readonly string[],
): Read<string> {
  return (node, report) => {
    const text = readText(node, report)
    if (text === undefined) return undefined
    const problem = problemOf(text)
    if (problem === undefined) return text
    const meant = nearest(text, known)
    const help = meant === undefined ? undefined : `did you mean \`${meant}\`?`
    return report.add('POLICY_BAD_GRANT', node, `${problem}; refusing the policy`, help)
  }
}

const readStatement = readChecked(
  (text) => (STATEMENT_LISTS.has(text) ? undefined : sqlStatementProblem(text)),
  [...STATEMENT_LISTS.keys(), ...Object.keys(SQL_STATEMENTS)],
)
const readFunction = readChecked(sqlFunctionProblem, SQL_FUNCTION_SETS)
const readTable = readChecked(sqlTableProblem, [])
const readPermit = readChecked(sqlPermitProblem, Object.keys(SQL_PERMITS))

const readDialect: Read<SqlDialect> = (node, report) => {
  const text = readChecked(sqlDialectProblem, SQL_DIALECTS)(node, report)
  return SQL_DIALECTS.find((dialect) => dialect === text)
}
