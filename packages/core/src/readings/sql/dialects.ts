/** The dialects that a text is read in; `any` reads only what every one of them cuts into the same words. */
export const SQL_DIALECTS = ['postgres', 'mysql', 'sqlite', 'any'] as const

export type SqlDialect = (typeof SQL_DIALECTS)[number]

/** How a dialect cuts a text into words, where dialects differ. */
export interface SqlLexis {
  /** Characters that open a quoted name. */
  readonly nameQuotes: string
  /** Those of them that open a text in another dialect or setting; a value in them is doubt. */
  readonly doubtfulQuotes: string
  /** A backslash in a text is a character like any other in every setting. */
  readonly plainBackslash: boolean
  /** `--` begins a comment only with white space behind it. */
  readonly spacedDashes: boolean
  /** Operator characters that stand together are one operator (PostgreSQL, section 4.1.3). */
  readonly runs: boolean
  /** Longer names are cut, so that two of them can be one. */
  readonly nameBytesMax: number
  /** Where a value comes from outside of the text, by the first character. */
  readonly placeholders: Readonly<Record<string, RegExp>>
  readonly operators: ReadonlySet<string>
}

const COMMON = '+ - * / % = <> != < <= > >= || & | ~ << >> -> ->>'
const POSTGRES =
  '^ && ~* !~ !~* ~~ !~~ ~~* !~~* @> <@ @@ @@@ @? ^@ -|- &< &> |>> <<| |/ ||/ => >^ <^ <-> &<| |&> ~='
const POSTGRES_ALONE = '#> #>> #- ? ?| ?&'

const words = (...texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => text.split(' ')))

export const SQL_LEXES: Readonly<Record<SqlDialect, SqlLexis>> = {
  postgres: {
    nameQuotes: '"',
    doubtfulQuotes: '',
    plainBackslash: false,
    spacedDashes: false,
    runs: true,
    nameBytesMax: 63,
    placeholders: { $: /\$[0-9]+/y },
    operators: words(COMMON, POSTGRES, POSTGRES_ALONE),
  },
  mysql: {
    nameQuotes: '"`',
    doubtfulQuotes: '"',
    plainBackslash: false,
    spacedDashes: true,
    runs: false,
    nameBytesMax: Infinity,
    placeholders: { '?': /\?/y },
    operators: words(COMMON, '^ && ! <=>'),
  },
  sqlite: {
    nameQuotes: '"`[',
    doubtfulQuotes: '',
    plainBackslash: true,
    spacedDashes: false,
    runs: false,
    nameBytesMax: Infinity,
    placeholders: { '?': /\?[0-9]*/y, ':': /:[A-Za-z_][A-Za-z0-9_]*/y },
    operators: words(COMMON, '=='),
  },
  any: {
    nameQuotes: '"`',
    doubtfulQuotes: '"',
    plainBackslash: false,
    spacedDashes: true,
    runs: true,
    nameBytesMax: 63,
    placeholders: {},
    operators: words(COMMON, POSTGRES),
  },
}

/** Why the text is no dialect; undefined when it is one. */
export function sqlDialectProblem(text: string): string | undefined {
  return SQL_DIALECTS.some((dialect) => dialect === text) ? undefined : `\`${text}\` is not a dialect of SQL`
}
