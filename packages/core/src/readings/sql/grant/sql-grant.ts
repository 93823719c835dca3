import { parseGlob } from '../../../match/glob.ts'
import type { SqlDialect } from '../dialects.ts'

/** The statements that a condition takes as inside. Nothing is inside that it does not name. */
export interface SqlGrant {
  readonly dialect: SqlDialect
  /** Kinds of statement, those inside of others included. */
  readonly statements: readonly string[]
  /** Names of functions and of lists of them; without it the safe ones of the dialect. */
  readonly functions?: readonly string[]
  /** What holds where `functions` is absent, written out; without it the list of this version. */
  readonly safeFunctions?: readonly string[]
  /** Globs on `schema.table`, or on `table` for names without a schema; without it no table. */
  readonly tables?: readonly string[]
  /** Constructs that are inside as well. */
  readonly permit: readonly string[]
}

/** Why the text is no pattern of tables (`users`, `app.*`); undefined when it is. */
export function sqlTableProblem(text: string): string | undefined {
  const parts = text.split('.')
  if (parts.length > 2 || parts.includes(''))
    return `\`${text}\` is not a pattern of tables: write \`table\` or \`schema.table\``
  if (/["'`\s]/.test(text)) return `\`${text}\` is not a pattern of tables: write the names without quotes`
  for (const part of parts) {
    const parsed = parseGlob(part)
    if (!parsed.ok) return parsed.problem
  }
  return undefined
}
