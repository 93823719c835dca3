import type { SqlCursor } from './sql-cursor.ts'

const QUERY_WORDS: ReadonlySet<string> = new Set(['select', 'with', 'values', 'table'])
const REST_WORDS: ReadonlySet<string> = new Set([
  'union',
  'intersect',
  'except',
  'order',
  'limit',
  'offset',
  'fetch',
  'for',
])

/** Whether a query begins with the word that stands here. */
export function beginsQuery({ token: { kind, text } }: SqlCursor): boolean {
  return kind === 'word' && QUERY_WORDS.has(text)
}

/** Whether what stands here goes on with a query that stood in parentheses. */
export function continuesQuery({ token: { kind, text } }: SqlCursor): boolean {
  return kind === 'word' && REST_WORDS.has(text)
}

/**
 * Parentheses where a value stands: a query, a value, or a list of values.
 *
 * @returns whether they hold a query and nothing else
 */
export function readParenthesis(cursor: SqlCursor): boolean {
  let isQuery = false
  cursor.parenthesised(() => {
    isQuery = beginsQuery(cursor)
    if (isQuery) cursor.grammar.query(cursor)
    else if (cursor.isSign('(')) isQuery = readInner(cursor)
    else if (!cursor.isSign(')')) cursor.list(() => cursor.grammar.expression(cursor))
  })
  return isQuery
}

/** Whether the first of two parentheses was a query is known only behind it. */
function readInner(cursor: SqlCursor): boolean {
  if (readParenthesis(cursor)) {
    if (cursor.isSign(')')) return true
    if (continuesQuery(cursor)) {
      cursor.grammar.queryRest(cursor)
      return true
    }
  }
  cursor.grammar.expressionRest(cursor)
  while (cursor.takeSign(',')) cursor.grammar.expression(cursor)
  return false
}
