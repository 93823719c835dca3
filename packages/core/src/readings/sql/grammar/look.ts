import { readTargetName } from './from.ts'
import { readName } from './name.ts'
import type { SqlCursor } from './sql-cursor.ts'
import { sqlKind } from '../statement-kinds.ts'

const EXPLAIN_OPTIONS: ReadonlySet<string> = new Set(
  'analyze analyse verbose costs settings generic_plan buffers serialize wal timing summary memory format'.split(
    ' ',
  ),
)
const FORMATS: ReadonlySet<string> = new Set('text xml json yaml tree traditional'.split(' '))

/** EXPLAIN, its options, and the statement. */
export function readExplain(cursor: SqlCursor): void {
  cursor.take()
  cursor.kinds.add('explain')
  if (cursor.isSign('(') && EXPLAIN_OPTIONS.has(cursor.peek(1).text))
    cursor.parenthesised(() => cursor.list(() => readOption(cursor)))
  cursor.takeWords('query', 'plan')
  while (cursor.isWord('verbose') || isAnalyze(cursor)) {
    if (isAnalyze(cursor)) cursor.permit('explain_analyze', cursor.token)
    cursor.take()
  }
  if (cursor.takeWord('format')) {
    cursor.wantSign('=')
    readFormat(cursor)
  }
  cursor.nested(() => cursor.grammar.statement(cursor))
}

function isAnalyze(cursor: SqlCursor): boolean {
  return cursor.isWord('analyze') || cursor.isWord('analyse')
}

function readOption(cursor: SqlCursor): void {
  if (isAnalyze(cursor)) cursor.permit('explain_analyze', cursor.token)
  const isFormat = cursor.isWord('format')
  if (cursor.token.kind !== 'word' || !EXPLAIN_OPTIONS.has(cursor.token.text)) return cursor.unknown()
  cursor.take()
  if (isFormat) readFormat(cursor)
  else if (cursor.token.kind === 'word' || cursor.token.kind === 'number') cursor.take()
}

function readFormat(cursor: SqlCursor): void {
  if (cursor.token.kind === 'word' && FORMATS.has(cursor.token.text)) cursor.take()
  else cursor.unknown()
}

/** DESCRIBE in MySQL: of a table, or another word for EXPLAIN. */
export function readDescribe(cursor: SqlCursor): void {
  if (cursor.dialect !== 'mysql' && cursor.dialect !== 'any') return cursor.unknown()
  if (sqlKind(cursor.peek(1).text) !== undefined || cursor.nextIsWord('with')) return readExplain(cursor)
  cursor.take()
  cursor.kinds.add('describe')
  readTargetName(cursor)
}

/** Words of SHOW in MySQL that need no name; other names are settings, and belong to PostgreSQL. */
const SHOWN: readonly (readonly string[])[] = [
  ['databases'],
  ['schemas'],
  ['engines'],
  ['warnings'],
  ['errors'],
  ['collation'],
  ['character', 'set'],
]
const SHOWN_OF_TABLE: readonly (readonly string[])[] = [
  ['columns', 'from'],
  ['fields', 'from'],
  ['full', 'columns', 'from'],
  ['index', 'from'],
  ['indexes', 'from'],
  ['keys', 'from'],
  ['create', 'table'],
  ['create', 'view'],
]

/** Settings of PostgreSQL that say how it works, and hold no address, command or key. */
const SETTINGS: ReadonlySet<string> = new Set(
  (
    'server_version server_version_num server_encoding client_encoding lc_collate lc_ctype lc_messages lc_monetary ' +
    'lc_numeric lc_time timezone datestyle intervalstyle search_path transaction_isolation ' +
    'default_transaction_isolation transaction_read_only default_transaction_read_only in_hot_standby ' +
    'max_connections statement_timeout lock_timeout idle_in_transaction_session_timeout deadlock_timeout work_mem ' +
    'maintenance_work_mem temp_buffers shared_buffers effective_cache_size random_page_cost seq_page_cost ' +
    'standard_conforming_strings integer_datetimes block_size wal_level max_wal_size autovacuum jit fsync ' +
    'synchronous_commit bytea_output extra_float_digits default_statistics_target max_parallel_workers'
  ).split(' '),
)

export function readShow(cursor: SqlCursor): void {
  cursor.take()
  cursor.kinds.add('show')
  if (cursor.dialect === 'postgres') {
    if (cursor.takeWords('time', 'zone')) return
    const { kind, text } = cursor.take()
    if (kind !== 'word' || !SETTINGS.has(text))
      cursor.stop('a setting is not known to be harmless; settings also hold keys and passwords')
    return
  }
  if (SHOWN_OF_TABLE.some((words) => cursor.takeWords(...words))) return readTargetName(cursor)
  if (cursor.takeWord('tables') || cursor.takeWords('full', 'tables')) {
    if (cursor.takeWord('from') || cursor.takeWord('in')) readName(cursor)
  } else if (!SHOWN.some((words) => cursor.takeWords(...words))) return cursor.unknown()
  if (cursor.takeWord('like')) cursor.grammar.value(cursor)
}

/** Pragmas of SQLite that only tell about a table or index. */
const OF_TABLE: ReadonlySet<string> = new Set('table_info table_xinfo index_list foreign_key_list'.split(' '))
const OF_NOTHING: ReadonlySet<string> = new Set(
  'table_list database_list collation_list compile_options function_list module_list user_version schema_version'.split(
    ' ',
  ),
)

export function readPragma(cursor: SqlCursor): void {
  cursor.take()
  cursor.kinds.add('pragma')
  const { kind, text } = cursor.take()
  if (kind !== 'word') return cursor.unknown()
  if (OF_TABLE.has(text)) cursor.parenthesised(() => readTargetName(cursor))
  else if (!OF_NOTHING.has(text)) cursor.stop('a pragma is not known to only tell something')
}
