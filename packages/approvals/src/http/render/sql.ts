import { HTTP_LIMITS } from '../http-limits.ts'
import { fact, textArgument, uninspectable, type Fact, type Renderer } from './facts.ts'
import { sqlTokens, type SqlToken } from './sql-tokens.ts'

/** How much a statement of this class can do. */
const CLASSES: Readonly<Record<string, Fact['tone']>> = {
  SELECT: 'plain',
  VALUES: 'plain',
  SHOW: 'plain',
  DESCRIBE: 'plain',
  EXPLAIN: 'plain',
  BEGIN: 'plain',
  COMMIT: 'plain',
  ROLLBACK: 'plain',
  SET: 'warn',
  INSERT: 'warn',
  UPDATE: 'warn',
  DELETE: 'danger',
  MERGE: 'warn',
  REPLACE: 'warn',
  CREATE: 'warn',
  VACUUM: 'warn',
  CALL: 'danger',
  DO: 'danger',
  EXEC: 'danger',
  EXECUTE: 'danger',
  COPY: 'danger',
  LOAD: 'danger',
  ATTACH: 'danger',
  PRAGMA: 'danger',
  ALTER: 'danger',
  DROP: 'danger',
  TRUNCATE: 'danger',
  GRANT: 'danger',
  REVOKE: 'danger',
}
const CHANGING: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])
const BEFORE_TABLE: ReadonlySet<string> = new Set([
  'FROM',
  'JOIN',
  'INTO',
  'UPDATE',
  'TABLE',
  'TRUNCATE',
  'USING',
])
const NO_TABLE: ReadonlySet<string> = new Set(['SELECT', 'SET', 'TABLE', 'LATERAL', 'UNNEST'])
const TABLES_SHOWN = 20
/** Updates and deletions of one statement that are looked at. */
const CHANGES_READ = 20

/** A statement of SQL: its class, its tables, and whether it is bounded. A reading for people, not a parser. */
export const renderSql: Renderer = (args) => {
  const named = textArgument(args, ['sql', 'sqlquery', 'sqlstatement'])
  const text = named ?? textArgument(args, ['query', 'statement', 'querystring'])
  if (text === undefined) return undefined
  const { statements, hasComment, hasLiveComment, doubt } = sqlTokens(
    text.slice(0, HTTP_LIMITS.renderCharsMax),
  )
  const [first] = statements.map(verbOf)
  // A query in words is for a search, not for a database.
  if (named === undefined && first === undefined) return undefined
  const tables = [...new Set(statements.flatMap(tablesOf))]
  const facts = [
    ...statements.flatMap(statementFacts),
    ...(statements.length > 1 ? [fact('statements', String(statements.length), 'danger')] : []),
    ...(tables.length > 0 ? [fact('tables', listed(tables))] : []),
    ...(hasLiveComment
      ? [fact('comments', 'some databases run what stands in them', 'danger')]
      : hasComment
        ? [fact('comments', 'inside the statement', 'warn')]
        : []),
    ...(doubt === undefined ? [] : [uninspectable(doubt)]),
    ...(text.length > HTTP_LIMITS.renderCharsMax ? [uninspectable('it is too long to be read here')] : []),
  ]
  return { kind: 'SQL', facts: facts.slice(0, HTTP_LIMITS.renderFactsMax) }
}

function listed(names: readonly string[]): string {
  const more = names.length - TABLES_SHOWN
  return `${names.slice(0, TABLES_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function statementFacts(tokens: readonly SqlToken[]): readonly Fact[] {
  const verb = verbOf(tokens)
  if (verb === undefined) return [fact('statement', 'not recognised', 'danger')]
  const isOnlyExplained = tokens[0]?.text === 'EXPLAIN' && !tokens.some(({ text }) => text === 'ANALYZE')
  const tone = isOnlyExplained ? 'plain' : (CLASSES[verb] ?? 'danger')
  const changes = [...tokens.keys()].filter(
    (at) => (tokens[at]?.text === 'UPDATE' || tokens[at]?.text === 'DELETE') && isVerb(tokens, at),
  )
  return [
    fact('statement', verb, tone),
    ...changes.slice(0, CHANGES_READ).flatMap((at) => boundFacts(tokens, at)),
    ...(changes.length > CHANGES_READ ? [uninspectable('it changes too much at once')] : []),
  ]
}

/** The class of a statement; what a `WITH` or an `EXPLAIN` is about, not these words themselves. */
function verbOf(tokens: readonly SqlToken[]): string | undefined {
  const [first] = tokens
  if (first?.kind !== 'word') return undefined
  if (first.text !== 'WITH' && first.text !== 'EXPLAIN')
    return CLASSES[first.text] === undefined ? undefined : first.text
  const verbs = tokens.filter(
    (token, at) => at > 0 && isVerb(tokens, at) && CLASSES[token.text] !== undefined,
  )
  return (
    verbs.find(({ text }) => CHANGING.has(text))?.text ??
    verbs[0]?.text ??
    (first.text === 'EXPLAIN' ? 'EXPLAIN' : undefined)
  )
}

/** Whether a word begins something that is done, unlike in `ON DELETE` or `FOR UPDATE`. */
function isVerb(tokens: readonly SqlToken[], at: number): boolean {
  const [token, before] = [tokens[at], tokens[at - 1]]
  if (token?.kind !== 'word') return false
  if (before === undefined || before.text === '(') return true
  return before.text === ')' || before.text === 'EXPLAIN' || before.text === 'ANALYZE'
}

/** Whether an update or a deletion that begins here reaches every row. */
function boundFacts(tokens: readonly SqlToken[], at: number): readonly Fact[] {
  const verb = tokens[at]
  if (verb === undefined) return []
  const end = tokens.findIndex((token, index) => index > at && token.depth < verb.depth)
  const own = tokens.slice(at, end < 0 ? undefined : end).filter(({ depth }) => depth === verb.depth)
  const where = own.findIndex(({ kind, text }) => kind === 'word' && text === 'WHERE')
  if (where < 0) return [fact('where', 'none: every row', 'danger')]
  const condition = own.slice(where + 1)
  const [left, operator, right] = condition
  const isTrue =
    (condition.length === 1 && (left?.text === 'TRUE' || left?.kind === 'number')) ||
    (condition.length === 3 &&
      operator?.text === '=' &&
      left?.kind === right?.kind &&
      left?.text === right?.text)
  return [isTrue ? fact('where', 'always true: every row', 'danger') : fact('where', 'present')]
}

function tablesOf(tokens: readonly SqlToken[]): readonly string[] {
  const tables: string[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (token?.kind !== 'word' || !BEFORE_TABLE.has(token.text)) continue
    let next = at + 1
    while (/^(?:IF|NOT|EXISTS|ONLY)$/.test(tokens[next]?.text ?? '')) next += 1
    let name = ''
    for (let one = tokens[next]; one !== undefined; one = tokens[(next += 1)]) {
      const isPart = one.kind === 'word' || one.kind === 'name'
      if (name !== '' && !name.endsWith('.') ? one.text !== '.' : !isPart) break
      if (name === '' && one.kind === 'word' && NO_TABLE.has(one.text)) break
      name += one.kind === 'word' ? one.text.toLowerCase() : one.text
    }
    if (name !== '') tables.push(name)
  }
  return tables
}
