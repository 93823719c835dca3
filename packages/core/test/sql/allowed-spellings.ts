import { SQL_DIALECTS, sqlJudge, type SqlGrant } from '@kvlar/core/readings'

/** How many spellings of one place are tried. */
export const SPELLINGS_MIN = 200

const grant = { statements: ['select'], tables: ['app.*', 'users'], permit: [] } satisfies Partial<SqlGrant>
const judges = SQL_DIALECTS.map((dialect) => ({ dialect, judge: sqlJudge({ ...grant, dialect }) }))

/** The texts that some dialect takes as a read of `app.*` and `users` alone. */
export function allowed(
  texts: readonly string[],
  dialects: readonly string[] = SQL_DIALECTS,
): readonly string[] {
  const asked = judges.filter(({ dialect }) => dialects.includes(dialect))
  return asked.flatMap(({ dialect, judge }) =>
    texts.filter((text) => judge(text).truth === 'true').map((text) => `${dialect}: ${JSON.stringify(text)}`),
  )
}

/** Whether some dialect takes a text as inside, so that its like are not refused for another reason. */
export function isReadAtAll(text: string): boolean {
  return judges.some(({ judge }) => judge(text).truth === 'true')
}
