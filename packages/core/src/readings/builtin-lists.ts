import type { JsonValue } from '../json-value.ts'
import { later } from '../later.ts'
import { secretFiles } from './path/secret-files.ts'
import { SQL_DIALECTS } from './sql/dialects.ts'
import { SQL_FUNCTION_SETS, sqlFunctions } from './sql/grant/safe-functions.ts'
import { PRIVATE_HOSTS } from './url/private-hosts.ts'

/** The lists that an operand holds item by item once it is loaded, by the names that policies give them. */
const lists = later((): readonly (readonly [name: string, list: readonly string[]])[] =>
  [
    ['$secret_files', secretFiles()] as const,
    ['$private_addresses', PRIVATE_HOSTS] as const,
    ...SQL_FUNCTION_SETS.flatMap((name) =>
      SQL_DIALECTS.map((dialect) => [name, sqlFunctions(dialect, [name])] as const),
    ),
    // One that begins like another and goes on is the longer one.
  ].toSorted(([, left], [, right]) => right.length - left.length),
)

/** The operand as a person would write it: every built-in list that stands in it whole is its name again. */
export function nameBuiltinLists(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return lists().reduce(nameOne, value)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, nameBuiltinLists(inner)]))
}

/** The name of the built-in list of an operand that the item is from; undefined for one that stands for itself. */
export function builtinListOf(item: string, operand: JsonValue): string | undefined {
  const named = nameBuiltinLists(operand)
  if (!Array.isArray(named) || named.includes(item)) return undefined
  return lists().find(([name, list]) => named.includes(name) && list.includes(item))?.[0]
}

function nameOne(
  items: readonly JsonValue[],
  [name, list]: readonly [string, readonly string[]],
): readonly JsonValue[] {
  const start = items.indexOf(list[0] ?? name)
  if (start === -1 || list.length === 0 || !list.every((item, index) => items[start + index] === item))
    return items
  return [...items.slice(0, start), name, ...items.slice(start + list.length)]
}
