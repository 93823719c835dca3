import type { Judgement } from '../../judgement.ts'
import { sqlJudge } from '../grant/judge-sql.ts'
import type { SqlGrant } from '../grant/sql-grant.ts'
import { readSql } from '../read-sql.ts'
import type { SqlKind } from '../statement-kinds.ts'
import { kindsWithin } from './statements-within.ts'

/** Whether a text is of the shape of a statement, so that `sqlTextJudge` says something of it. */
export function isSqlText(text: string): boolean {
  return kindsWithin(text).size > 0
}

/**
 * Holds a text of a call of which nobody says that it is SQL against a grant. Undefined when no statement begins in
 * it, false when none does whose kind the grant names.
 */
export function sqlTextJudge(grant: SqlGrant): (text: string) => Judgement | undefined {
  const judge = sqlJudge(grant)
  const isNamed = (kinds: Iterable<SqlKind>): boolean =>
    [...kinds].some((kind) => grant.statements.includes(kind))
  return (text) => {
    const begun = kindsWithin(text)
    if (begun.size === 0) return undefined
    if (!isNamed(begun)) return { truth: 'false' }
    const judgement = judge(text)
    if (judgement.truth !== 'false') return judgement
    const read = readSql(text, grant.dialect).statements.flatMap(({ kinds }) => kinds)
    return isNamed(read)
      ? judgement
      : { truth: 'error', problem: 'a statement of another kind begins in it', part: text }
  }
}
