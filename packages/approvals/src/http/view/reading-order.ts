import { REDACTED, type JsonObject, type JsonValue } from '@kvlar/core'

/** One argument of a call. */
export type Entry = readonly [key: string, value: JsonValue]

/** Names that say what a call does or to whom, in the order in which a reviewer should read them. */
const FIRST =
  /^(?:sql|query|statement|command|cmd|script|shell|path|file|url|uri|to|cc|bcc|recipients?|amount|currency|table|repo|repository|branch|force|recursive|delete|overwrite|all|id|key|name)/i
/** Names under which an agent explains itself. */
const WORDS = /^(?:reason|explanation|justification|rationale|description|summary)$/i

/** The arguments in the order in which they are read: what decides first, and apart what the agent says about itself. */
export function readingOrder(args: JsonObject): {
  readonly main: readonly Entry[]
  readonly words: readonly Entry[]
} {
  const entries = Object.entries(args)
  const others = entries.filter((one) => !isWords(one))
  return {
    main: [...others.filter(([key]) => FIRST.test(key)), ...others.filter(([key]) => !FIRST.test(key))],
    words: entries.filter(isWords),
  }
}

function isWords([key, value]: Entry): boolean {
  return WORDS.test(key) && typeof value === 'string' && value !== REDACTED
}
