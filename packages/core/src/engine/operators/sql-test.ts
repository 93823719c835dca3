import { dropUndefined } from '../../document/drop-undefined.ts'
import type { JsonObject, JsonValue } from '../../json-value.ts'
import { SQL_DIALECTS } from '../../readings/sql/dialects.ts'
import { sqlJudge } from '../../readings/sql/grant/judge-sql.ts'
import type { SqlGrant } from '../../readings/sql/grant/sql-grant.ts'
import { invalidOperand } from './invalid-operand.ts'
import { mapOperand, optionalTexts, textsOperand } from './operand-types.ts'
import { readingTest } from './reading-test.ts'
import type { ValueTest } from './value-test.ts'

/** `sql`: one statement, all of it within the grant. */
export function sqlTest(operand: JsonValue): ValueTest {
  return readingTest(sqlJudge(sqlGrantOf(mapOperand('sql', operand))))
}

export function sqlGrantOf(operand: JsonObject): SqlGrant {
  const dialect = SQL_DIALECTS.find((name) => name === operand['dialect'])
  if (dialect === undefined) throw invalidOperand('sql', 'a grant with a dialect')
  return dropUndefined({
    dialect,
    statements: textsOperand('sql', operand['statements'] ?? null),
    functions: optionalTexts('sql', operand['functions']),
    safeFunctions: optionalTexts('sql', operand['safe_functions']),
    tables: optionalTexts('sql', operand['tables']),
    permit: optionalTexts('sql', operand['permit']) ?? [],
  })
}
