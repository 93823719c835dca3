import type { SqlName, SqlNamePart } from '../sql-reading.ts'
import { nameKey } from './sql-scope.ts'

/** Functions that PostgreSQL knows by another name, which a source without one of its own then has (`extract` before 14). */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  trim: ['btrim', 'ltrim', 'rtrim'],
  extract: ['date_part'],
}

/** Functions in FROM with columns named by themselves. */
const OWN_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  json_each: ['key', 'value'],
  json_each_text: ['key', 'value'],
  jsonb_each: ['key', 'value'],
  jsonb_each_text: ['key', 'value'],
  json_array_elements: ['value'],
  json_array_elements_text: ['value'],
  jsonb_array_elements: ['value'],
  jsonb_array_elements_text: ['value'],
}

/** Functions whose one column is named as the source is. A column that a function names itself is not. */
const NAMED_AS_SOURCE: ReadonlySet<string> = new Set([
  'generate_series',
  'generate_subscripts',
  'unnest',
  'regexp_split_to_table',
  'string_to_table',
  'json_object_keys',
  'jsonb_object_keys',
])

/** The names that a function in FROM goes by when it is given none. */
export function impliedAliases({ parts }: SqlName): readonly SqlNamePart[] {
  const part = parts.at(-1)
  if (part === undefined) return []
  const others = OTHER_NAMES[nameKey(part)] ?? []
  return [part, ...others.map((text) => ({ text, quoted: false }))]
}

/**
 * The columns that a function in FROM is certain to have.
 * @param alias the name that it goes by
 * @param given names of its columns, which take the place of its own
 */
export function columnsOfFunction(
  { parts }: SqlName,
  alias: SqlNamePart,
  given: readonly SqlNamePart[],
): readonly SqlNamePart[] {
  if (given.length > 0) return given
  const [part, ...more] = parts
  if (part === undefined || more.length > 0) return []
  const key = nameKey(part)
  if (NAMED_AS_SOURCE.has(key)) return [alias]
  return (OWN_COLUMNS[key] ?? []).map((text) => ({ text, quoted: false }))
}
