import { REDACTED } from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'

/** One argument of a call. */
export type Entry = readonly [key: string, value: JsonValue]

/** Names that say what a call does or to whom, in the order in which a reviewer should read them. */
const FIRST =
  /^(?:sql|query|statement|command|cmd|script|shell|path|file|url|uri|to|cc|bcc|recipients?|amount|currency|table|repo|repository|branch|force|recursive|delete|overwrite|all|id|key|name)/i
/** Names under which an agent explains itself. */
const WORDS = /^(?:reason|explanation|justification|rationale|description|summary)$/i
/** Words that are read one after the other, whatever the order in which they were given. */
const PAIRS: readonly (readonly [first: string, second: string])[] = [
  ['old', 'new'],
  ['before', 'after'],
  ['from', 'to'],
  ['source', 'destination'],
  ['source', 'target'],
  ['src', 'dest'],
  ['src', 'dst'],
  ['start', 'end'],
  ['find', 'replace'],
  ['search', 'replace'],
]

/** The arguments in the order in which they are read: what decides first, and apart what the agent says about itself. */
export function readingOrder(args: JsonObject): {
  readonly main: readonly Entry[]
  readonly words: readonly Entry[]
} {
  const entries = Object.entries(args)
  const others = entries.filter((one) => !isWords(one))
  return {
    main: paired([
      ...others.filter(([key]) => FIRST.test(key)),
      ...others.filter(([key]) => !FIRST.test(key)),
    ]),
    words: entries.filter(isWords),
  }
}

/** The same entries, so that what was stands right before what will be. */
export function paired(entries: readonly Entry[]): readonly Entry[] {
  const byKey = new Map(entries.map((entry) => [entry[0], entry]))
  const placed = new Set<string>()
  return entries.flatMap((entry): readonly Entry[] => {
    const [key] = entry
    if (placed.has(key)) return []
    placed.add(key)
    const first = PAIRS.map((pair) => byKey.get(firstOf(key, pair))).find((one) => one !== undefined)
    if (first === undefined || placed.has(first[0])) return [entry]
    placed.add(first[0])
    return [first, entry]
  })
}

/** The name that would stand first: for `newText` it is `oldText`, for `NEW_NAME` it is `OLD_NAME`. */
function firstOf(key: string, [first, second]: (typeof PAIRS)[number]): string {
  const head = key.slice(0, second.length)
  if (head.toLowerCase() !== second) return ''
  const rest = key.slice(second.length)
  if (head === head.toUpperCase()) return first.toUpperCase() + rest
  const isCapital = head.charAt(0) === head.charAt(0).toUpperCase()
  return (isCapital ? first.charAt(0).toUpperCase() + first.slice(1) : first) + rest
}

function isWords([key, value]: Entry): boolean {
  return WORDS.test(key) && typeof value === 'string' && value !== REDACTED
}
