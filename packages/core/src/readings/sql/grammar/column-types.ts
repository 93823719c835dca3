import type { SqlCursor } from './sql-cursor.ts'
import type { SqlDialect } from '../dialects.ts'

const words = (text: string): readonly string[] => text.split(' ')

const POSTGRES = words(
  'smallint integer int int2 int4 int8 bigint numeric decimal dec real float float4 float8 double boolean bool text ' +
    'varchar char character bpchar national date time timetz timestamp timestamptz interval uuid json jsonb jsonpath ' +
    'bytea inet cidr macaddr macaddr8 bit varbit money name oid point line lseg box path polygon circle tsvector ' +
    'tsquery int4range int8range numrange tsrange tstzrange daterange',
)
const MYSQL = words(
  'signed unsigned binary char nchar date datetime time decimal double float real json year integer int',
)
const SQLITE = words(
  'integer int bigint smallint tinyint real double float numeric decimal text varchar char character nchar nvarchar ' +
    'blob boolean date datetime timestamp',
)

/** Types whose reading and writing runs no code of a user, by dialect. */
const TYPES: Readonly<Record<SqlDialect, ReadonlySet<string>>> = {
  postgres: new Set(POSTGRES),
  mysql: new Set(MYSQL),
  sqlite: new Set(SQLITE),
  any: new Set([...POSTGRES, ...MYSQL, ...SQLITE]),
}

/** Types that PostgreSQL and MySQL let stand before a text, as in `date '2026-01-31'`. */
const BEFORE_TEXT: ReadonlySet<string> = new Set(
  words('date time timetz timestamp timestamptz json jsonb uuid inet cidr bytea point numeric int bool text'),
)

/** Whether the word next and the text behind it are one value of a known type. */
export function isTypedText(cursor: SqlCursor): boolean {
  return BEFORE_TEXT.has(cursor.token.text) && cursor.peek(1).kind === 'text'
}

/** The name of a type; one that is not known is doubt, since its input may be a function of a user. */
export function readType(cursor: SqlCursor): void {
  const { kind, text } = cursor.token
  if (kind !== 'word' || !TYPES[cursor.dialect].has(text)) {
    cursor.stop('a type is not known as harmless')
    return
  }
  cursor.take()
  switch (text) {
    case 'double':
      cursor.takeWord('precision')
      break
    case 'national':
    case 'character':
    case 'char':
    case 'bit':
      if (text === 'national' && !cursor.takeWord('character')) cursor.wantWord('char')
      cursor.takeWord('varying')
      break
    case 'signed':
    case 'unsigned':
      if (!cursor.takeWord('integer')) cursor.takeWord('int')
      break
    default:
  }
  if (cursor.isSign('(')) cursor.parenthesised(() => cursor.list(() => readSize(cursor)))
  if (text === 'timestamp' || text === 'time')
    if (!cursor.takeWords('with', 'time', 'zone')) cursor.takeWords('without', 'time', 'zone')
  while (cursor.takeSign('[')) {
    if (cursor.token.kind === 'number') cursor.take()
    cursor.wantSign(']')
  }
}

function readSize(cursor: SqlCursor): void {
  if (cursor.token.kind === 'number') cursor.take()
  else cursor.unknown()
}
