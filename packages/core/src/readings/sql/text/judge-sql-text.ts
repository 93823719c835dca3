import { LIMITS } from '../../../limits.ts'
import type { Judgement } from '../../judgement.ts'
import { sqlJudge } from '../grant/judge-sql.ts'
import type { SqlGrant } from '../grant/sql-grant.ts'
import { readSql } from '../read-sql.ts'
import { sqlKind, type SqlKind } from '../statement-kinds.ts'
import { sqlTokens } from '../tokens/sql-tokens.ts'
import type { SqlToken } from '../tokens/sql-token.ts'
import { FIRST_WORDS, kindOfHead } from './statement-heads.ts'

/** A cheap look before a text is cut into words. */
const FIRST_WORD = new RegExp(`(?:^|[^a-z0-9_])(?:${FIRST_WORDS.join('|')})[^a-z0-9_]`, 'i')

/** Words after which a statement begins within another one. */
const BEFORE: ReadonlySet<string> = new Set([
  'explain',
  'analyze',
  'analyse',
  'verbose',
  'as',
  'begin',
  'then',
  'else',
])

/** Words of a head that are looked at, and characters of each. */
const HEAD_WORDS = 20
const WORD_CHARS = 64

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

/** The kinds of the statements that begin in a text: at its start, behind a semicolon, in parentheses. */
function kindsWithin(source: string): ReadonlySet<SqlKind> {
  const found = new Set<SqlKind>()
  if (!FIRST_WORD.test(`${source} `)) return found
  if (source.length > LIMITS.sqlCharsMax) return LONG.test(source) ? EVERY_KIND : found
  const isOpen = addKinds(source, found)
  if (isOpen) for (const doubtful of DOUBTFUL) addKinds(source.replace(doubtful, ' '), found)
  return found
}

/** How a text begins that is SQL as a whole, though it is longer than is read. */
const LONG = new RegExp(`^\\s*(?:/\\*|--|;|(?:with|explain|begin|${FIRST_WORDS.join('|')})\\b)`, 'i')
const EVERY_KIND: ReadonlySet<SqlKind> = new Set(FIRST_WORDS.flatMap((word) => sqlKind(word) ?? []))

/** What opens and closes a comment that MySQL obeys, and one of its own kind; then quotes that end a server's text. */
const DOUBTFUL: readonly RegExp[] = [/\/\*M?![0-9]*|\*\/|#[^\n]*/g, /['"`]/g]

/** Adds the kinds of a text; true where its words are in doubt, as behind a quote that nothing ends. */
function addKinds(text: string, found: Set<SqlKind>): boolean {
  const { tokens, doubts } = sqlTokens(text, 'any')
  for (let at = 0; at < tokens.length; at += 1) {
    const first = beginsAt(tokens, at) ? tokens[at] : undefined
    const kind = first?.kind === 'word' ? kindOfHead(first.text, headAt(tokens, at)) : undefined
    if (kind !== undefined) found.add(kind)
  }
  return doubts.length > 0
}

function beginsAt(tokens: readonly SqlToken[], at: number): boolean {
  const before = tokens[at - 1]
  if (before === undefined) return true
  return before.kind === 'sign' ? before.text === ';' || before.text === '(' : BEFORE.has(before.text)
}

function headAt(tokens: readonly SqlToken[], at: number): string {
  return tokens
    .slice(at, at + HEAD_WORDS)
    .map(wordOf)
    .join(' ')
}

function wordOf({ kind, text }: SqlToken): string {
  switch (kind) {
    case 'text':
      return "''"
    case 'number':
      return '0'
    case 'name':
      return text.replace(/[^A-Za-z0-9_]/g, '_').slice(0, WORD_CHARS) || '_'
    case 'word':
    case 'sign':
    case 'value':
    case 'end':
      return text.slice(0, WORD_CHARS)
  }
}
