import { fact, textArgument, type Renderer } from './facts.ts'

const STATEMENT =
  /^(select|insert|update|delete|drop|truncate|alter|create|grant|revoke|merge|replace|with|call|copy|vacuum)\b/i
const DANGEROUS: ReadonlySet<string> = new Set(['drop', 'truncate', 'alter', 'grant', 'revoke'])
const CHANGING: ReadonlySet<string> = new Set([
  'insert',
  'update',
  'delete',
  'merge',
  'replace',
  'call',
  'copy',
  'with',
])

/** A statement of SQL: its class, its tables, and whether it is bounded. A reading for people, not a parser. */
export const renderSql: Renderer = (args) => {
  const text = textArgument(args, ['sql', 'query', 'statement', 'querystring'])
  if (text === undefined) return undefined
  const bare = text
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/--[^\n]*/g, ' ')
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
  const statements = bare
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  const words = statements.map((one) => STATEMENT.exec(one)?.[1]?.toLowerCase())
  if (words[0] === undefined) return undefined
  const tables = [
    ...bare.matchAll(/\b(?:from|join|into|update|table(?:\s+if\s+exists)?)\s+([\w."`[\]]+)/gi),
  ].map(([, name = '']) => name)
  const isUnbounded = statements.some((one) => /^(?:update|delete)\b/i.test(one) && !/\bwhere\b/i.test(one))
  return {
    kind: 'SQL',
    facts: [
      ...words.map((word = 'not recognised') =>
        fact(
          'statement',
          word.toUpperCase(),
          DANGEROUS.has(word) ? 'danger' : CHANGING.has(word) ? 'warn' : 'plain',
        ),
      ),
      ...(statements.length > 1 ? [fact('statements', String(statements.length), 'danger')] : []),
      ...(tables.length > 0 ? [fact('tables', [...new Set(tables)].join(', '))] : []),
      ...(isUnbounded ? [fact('where', 'none: every row', 'danger')] : []),
      ...(/--|\/\*/.test(text) ? [fact('comments', 'inside the statement', 'warn')] : []),
    ],
  }
}
