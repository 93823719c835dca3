import { readCall } from './call.ts'
import { isTypedText, readType } from './column-types.ts'
import { isName, readName } from './name.ts'
import type { SqlCursor } from './sql-cursor.ts'
import { readKeywordValue } from './keyword-value.ts'
import { readParenthesis } from './parenthesis.ts'
import { isSmallExponent } from './sized-call.ts'

/** Operators that only stand before a value. */
const BEFORE_ONLY: ReadonlySet<string> = new Set(['!', '|/', '||/'])
const BEFORE: ReadonlySet<string> = new Set([...BEFORE_ONLY, '+', '-', '~'])
/** Words that join two values, as operators do. */
const JOINING: ReadonlySet<string> = new Set(
  'and or xor div mod like ilike glob match regexp rlike escape overlaps'.split(' '),
)
const AFTER_NOT: ReadonlySet<string> = new Set(
  'in like ilike between similar regexp rlike glob match'.split(' '),
)
/** Reserved words that are functions too, before a parenthesis. */
const CALLABLE: ReadonlySet<string> = new Set('left right values match glob like isnull'.split(' '))

/**
 * An expression: values with operators between; which of them binds closer does not matter here.
 * It ends before the first token that joins nothing.
 */
export function readExpression(cursor: SqlCursor): void {
  do {
    while (standsBefore(cursor)) cursor.take()
    readValue(cursor)
    readAfterValue(cursor)
  } while (takeJoining(cursor))
}

/** One value, with what belongs to it. */
export function readValueAlone(cursor: SqlCursor): void {
  readValue(cursor)
  readAfterValue(cursor)
}

/** An expression from behind its first value. */
export function readExpressionRest(cursor: SqlCursor): void {
  readAfterValue(cursor)
  if (takeJoining(cursor)) readExpression(cursor)
}

function standsBefore(cursor: SqlCursor): boolean {
  const { kind, text } = cursor.token
  if (kind === 'sign') return BEFORE.has(text)
  return kind === 'word' && (text === 'not' || (text === 'binary' && cursor.peek(1).kind !== 'sign'))
}

function readValue(cursor: SqlCursor): void {
  const { kind, doubtful } = cursor.token
  if (kind === 'number' || kind === 'text' || kind === 'value') cursor.take()
  else if (cursor.isSign('(')) readParenthesis(cursor)
  else if (kind === 'word' && readKeywordValue(cursor)) return
  else if (kind === 'word' && CALLABLE.has(cursor.token.text) && cursor.nextIsSign('('))
    readReservedCall(cursor)
  else if (!isName(cursor)) cursor.unknown()
  else if (isTypedText(cursor)) {
    cursor.take()
    cursor.take()
  } else if (doubtful && !cursor.nextIsSign('.'))
    cursor.stop('these quotes hold a text or a name, by setting and database')
  else readNamed(cursor)
}

/** A call of a function whose name begins or joins something elsewhere. */
function readReservedCall(cursor: SqlCursor): void {
  const token = cursor.take()
  readCall(cursor, { parts: [cursor.part(token)], start: token.start, end: token.end })
}

/** A column, all columns of a table, or a call. */
function readNamed(cursor: SqlCursor): void {
  const name = readName(cursor)
  if (cursor.isSign('(')) {
    readCall(cursor, name)
    return
  }
  const owner = name.parts.at(-2)
  const part = name.parts.at(-1)
  if (owner !== undefined && part !== undefined)
    cursor.scope.attribute(owner, { parts: [part], start: name.start, end: name.end })
  if (cursor.takeSign('.')) cursor.wantSign('*')
}

/** What follows a value and belongs to it. */
function readAfterValue(cursor: SqlCursor): void {
  while (cursor.token.kind === 'word' ? takeAfterWord(cursor) : readAfterSign(cursor));
}

function readAfterSign(cursor: SqlCursor): boolean {
  if (cursor.isSign('[')) readIndex(cursor)
  else if (cursor.lexis.runs && cursor.takeSign('::')) readType(cursor)
  else return false
  return true
}

function takeAfterWord(cursor: SqlCursor): boolean {
  switch (cursor.token.text) {
    case 'collate':
      cursor.take()
      readName(cursor)
      return true
    case 'isnull':
    case 'notnull':
      cursor.take()
      return true
    case 'not':
      return cursor.takeWords('not', 'null')
    case 'at':
      return cursor.takeWords('at', 'local')
    default:
      return false
  }
}

/** One index of an array, or a stretch of it. */
function readIndex(cursor: SqlCursor): void {
  cursor.take()
  cursor.nested(() => {
    if (!cursor.isSign(':')) readExpression(cursor)
    if (cursor.takeSign(':') && !cursor.isSign(']')) readExpression(cursor)
  })
  cursor.wantSign(']')
}

/** An operator between two values; false when none stands here. */
function takeJoining(cursor: SqlCursor): boolean {
  const { kind, text } = cursor.token
  if (kind === 'sign') {
    const joins = cursor.lexis.operators.has(text) && !BEFORE_ONLY.has(text) && text !== '=>'
    if (joins) takeSign(cursor)
    return joins
  }
  if (kind !== 'word') return false
  if (text === 'not' && AFTER_NOT.has(cursor.peek(1).text)) cursor.take()
  return takeJoiningWord(cursor)
}

/** In PostgreSQL `^` raises to a power, of numbers with any number of digits too. */
function takeSign(cursor: SqlCursor): void {
  const sign = cursor.take()
  const isPower = sign.text === '^' && (cursor.dialect === 'postgres' || cursor.dialect === 'any')
  if (isPower && !isSmallExponent(cursor.token)) cursor.permit('large_value', sign)
}

function takeJoiningWord(cursor: SqlCursor): boolean {
  switch (cursor.token.text) {
    case 'is':
      cursor.take()
      cursor.takeWord('not')
      if (cursor.takeWord('distinct')) cursor.wantWord('from')
      return true
    case 'in':
      cursor.take()
      // SQLite lets the name of a table stand here.
      if (!cursor.isSign('(')) cursor.unknown()
      return true
    case 'between':
      cursor.take()
      if (!cursor.takeWord('symmetric')) cursor.takeWord('asymmetric')
      return true
    case 'similar':
      return cursor.takeWords('similar', 'to')
    case 'at':
      return cursor.takeWords('at', 'time', 'zone')
    case 'sounds':
      return cursor.takeWords('sounds', 'like')
    case 'member':
      return cursor.takeWords('member', 'of')
    default:
      return JOINING.has(cursor.token.text) && cursor.takeWord(cursor.token.text)
  }
}
