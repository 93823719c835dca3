import {
  isKnownSqlFunction,
  readSql,
  SQL_PERMITS,
  sqlNameText,
  type SqlKind,
  type SqlReading,
  type SqlStatement,
} from '@kvlar/core/readings'
import { REVIEW_LIMITS } from '../review-limits.ts'
import { fact, textArgument, uninspectable, type Fact, type Renderer } from './facts.ts'

/** How much a statement of this kind can do; more than a warning unless it is said here. */
const TONES: Partial<Readonly<Record<SqlKind, Fact['tone']>>> = {
  select: 'plain',
  values: 'plain',
  table: 'plain',
  show: 'plain',
  describe: 'plain',
  explain: 'plain',
  begin: 'plain',
  commit: 'plain',
  rollback: 'plain',
  savepoint: 'plain',
  release: 'plain',
  set: 'warn',
  insert: 'warn',
  update: 'warn',
  merge: 'warn',
  replace: 'warn',
  create: 'warn',
  vacuum: 'warn',
  analyze: 'warn',
}
/** First words with which people seldom begin a sentence; an argument that is not called SQL needs one of them. */
const SAYS_SQL: ReadonlySet<SqlKind> = new Set<SqlKind>([
  ...(['select', 'values', 'show', 'describe', 'explain', 'begin', 'commit', 'rollback', 'set'] as const),
  ...(['insert', 'update', 'delete', 'merge', 'replace', 'create', 'alter', 'drop', 'truncate'] as const),
  ...(['vacuum', 'call', 'do', 'execute', 'copy', 'load', 'attach', 'pragma', 'grant', 'revoke'] as const),
])
const CHANGING: readonly SqlKind[] = ['delete', 'update', 'insert', 'merge', 'replace']
const NAMES_SHOWN = 20
/** Updates and deletions of one statement that are looked at. */
const CHANGES_SHOWN = 20

/** A statement of SQL: its kind, its tables, whether it is bounded, and everything that is not known as harmless. */
export const renderSql: Renderer = (args) => {
  const named = textArgument(args, ['sql', 'sqlquery', 'sqlstatement'])
  const text = named ?? textArgument(args, ['query', 'statement', 'querystring'])
  if (text === undefined) return undefined
  const reading = readSql(text.slice(0, REVIEW_LIMITS.renderCharsMax), 'any')
  const kind = reading.statements[0]?.kind
  // A query in words is for a search, not for a database.
  if (named === undefined && (kind === undefined || !SAYS_SQL.has(kind))) return undefined
  const isCut = text.length > REVIEW_LIMITS.renderCharsMax
  return {
    kind: 'SQL',
    facts: bounded([
      ...reading.statements.flatMap(statementFacts),
      ...textFacts(reading),
      ...doubtFacts(reading),
      ...(isCut ? [uninspectable('it is too long to be read here')] : []),
    ]),
  }
}

/** Never silently cut: the last fact says that there are more. */
function bounded(facts: readonly Fact[]): readonly Fact[] {
  const max = REVIEW_LIMITS.renderFactsMax
  return facts.length <= max
    ? facts
    : [...facts.slice(0, max - 1), uninspectable('there is more to say than is shown')]
}

function statementFacts({ kind, kinds, changes, constructs }: SqlStatement): readonly Fact[] {
  if (kind === undefined) return [fact('statement', 'not recognised', 'danger')]
  const permits = new Set(constructs.map(({ permit }) => permit))
  const isOnlyExplained = kind === 'explain' && !permits.has('explain_analyze')
  const inner = kinds.find((one) => one !== 'explain')
  const verb = CHANGING.find((one) => kinds.includes(one)) ?? (kind === 'explain' ? (inner ?? kind) : kind)
  permits.delete('every_row')
  return [
    fact('statement', verb.toUpperCase(), isOnlyExplained ? 'plain' : (TONES[verb] ?? 'danger')),
    ...changes
      .slice(0, CHANGES_SHOWN)
      .map(({ where }) =>
        where === 'present' ? fact('where', where) : fact('where', `${where}: every row`, 'danger'),
      ),
    ...(changes.length > CHANGES_SHOWN ? [uninspectable('it changes too much at once')] : []),
    ...[...permits].map((permit) => fact('holds', SQL_PERMITS[permit], 'danger')),
  ]
}

/** What all statements together name, and how they are written. */
function textFacts({ statements, comments, dialect }: SqlReading): readonly Fact[] {
  const tables = distinct(statements.flatMap((one) => one.tables).map(sqlNameText))
  const functions = statements.flatMap((one) => one.functions)
  const unknown = distinct(functions.filter((name) => !isKnownSqlFunction(name, dialect)).map(sqlNameText))
  return [
    ...(statements.length > 1 ? [fact('statements', String(statements.length), 'danger')] : []),
    ...(tables.length > 0 ? [fact('tables', listed(tables))] : []),
    ...(unknown.length > 0 ? [fact('calls', `${listed(unknown)}: not known as harmless`, 'danger')] : []),
    ...(comments === 'live' ? [fact('comments', 'some databases run what stands in them', 'danger')] : []),
    ...(comments === 'plain' ? [fact('comments', 'inside the statement', 'warn')] : []),
  ]
}

function doubtFacts({ doubts, statements }: SqlReading): readonly Fact[] {
  // A statement that is not recognised says so already.
  const read = statements.filter(({ kind }) => kind !== undefined)
  const all = [...doubts, ...read.flatMap((statement) => statement.doubts)]
  return distinct(all.map(({ problem }) => problem)).map(uninspectable)
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN
  return `${names.slice(0, NAMES_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
