/** What a grant must name before a statement may hold it, and what it is, for people. */
export const SQL_PERMITS = {
  recursive: 'WITH RECURSIVE, which can run without end',
  locking: 'FOR UPDATE, FOR SHARE or LOCK IN SHARE MODE, which lock the rows that are read',
  into: 'SELECT … INTO, which makes a table',
  writing_cte: 'INSERT, UPDATE, DELETE or MERGE inside WITH',
  explain_analyze: 'EXPLAIN ANALYZE, which runs the statement',
  returning: 'RETURNING, which reads the rows that are written',
  every_row: 'UPDATE or DELETE of every row: no WHERE, or one that is plainly always true',
  large_value:
    'a value whose length one number sets, which is large or not a plain number: lpad, rpad, format, power',
  cascade: 'CASCADE, which reaches tables that are not named',
} as const satisfies Readonly<Record<string, string>>

export type SqlPermit = keyof typeof SQL_PERMITS

/** Why the text is no permit; undefined when it is one. */
export function sqlPermitProblem(text: string): string | undefined {
  return Object.hasOwn(SQL_PERMITS, text) ? undefined : `\`${text}\` is not a permit of SQL`
}
