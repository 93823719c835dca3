import type { ShownCall } from '@kvlar/approvals'
import { REDACTED } from '@kvlar/core'
import { isJsonArray, type JsonObject, type JsonValue } from '@kvlar/core/json'
import { argument, textArgument } from '../renderings/facts.ts'
import { renderMoney } from '../renderings/money.ts'
import { readingOrder } from './reading-order.ts'

const SUBJECTS = [
  'path',
  'filepath',
  'file',
  'source',
  'src',
  'uri',
  'url',
  'repo',
  'repository',
  'to',
  'recipient',
  'table',
  'command',
  'cmd',
  'sql',
  'query',
  'bucket',
  'database',
  'db',
  'branch',
  'channel',
  'service',
  'project',
  'environment',
  'env',
  'namespace',
  'cluster',
  'host',
  'user',
  'username',
  'account',
  'name',
  'key',
  'id',
]
/** Where something is done, which matters as much as to what. */
const PLACES = ['environment', 'env', 'stage', 'cluster', 'namespace']
const SUBJECT_CHARS_MAX = 90
/** A text that is no longer may be a name. */
const SHORT_CHARS = 64

export interface Headline {
  /** What is done, from the tool's name. */
  readonly verb: string
  /** To what, from the arguments; never from the agent's words. */
  readonly subject?: string
}

/** One line that says what a call does. */
export function headline({ type, resource, args, target }: ShownCall): Headline {
  const words = resource
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_./-]+/g, ' ')
    .trim()
  const verb =
    type === 'tool_call' && words !== '' ? words.charAt(0).toUpperCase() + words.slice(1) : resource
  const subject = target ?? subjectOf(args, words.toLowerCase().split(' ').slice(1))
  if (subject === undefined) return { verb }
  const isLong = subject.length > SUBJECT_CHARS_MAX
  // Cut openly: the whole value stands among the arguments.
  return {
    verb,
    subject: isLong ? `${subject.slice(0, SUBJECT_CHARS_MAX)}\u2026 (${subject.length} characters)` : subject,
  }
}

/** How much, of what, and where. */
function subjectOf(args: JsonObject, toolWords: readonly string[]): string | undefined {
  const money = renderMoney(args, '')?.facts.find(({ label }) => label === 'amount')?.value
  const { currency: _currency, ...others } = args
  const named = namedBy(money === undefined ? args : others, toolWords)
  const place = textArgument(args, PLACES)
  const parts = [money, named, place === '' || place === REDACTED || place === named ? undefined : place]
  const known = parts.filter((part) => part !== undefined)
  return known.length === 0 ? undefined : known.join(', ')
}

/**
 * The first argument that names something: one that the tool's own name speaks of (`delete_bucket` has a `bucket`), one
 * of the names that tools use, or else the first short text. A text, or the first of several.
 */
function namedBy(args: JsonObject, toolWords: readonly string[]): string | undefined {
  const { main } = readingOrder(args)
  const known = Object.fromEntries(main)
  const isText = (given: JsonValue): boolean => textsOf(given) !== undefined
  const short = main.find(
    ([, value]) =>
      typeof value === 'string' && value !== '' && value !== REDACTED && value.length <= SHORT_CHARS,
  )
  const value = argument(known, [...toolWords.flatMap(namesOf), ...SUBJECTS], isText) ?? short?.[1]
  const [first, ...more] = (value === undefined ? undefined : textsOf(value)) ?? []
  return first === undefined || more.length === 0 ? first : `${first} and ${more.length} more`
}

/** How an argument may be called that names what the tool's name speaks of. */
function namesOf(word: string): readonly string[] {
  return [word, `${word}id`, `${word}name`]
}

function textsOf(value: JsonValue): readonly string[] | undefined {
  if (typeof value === 'number') return [String(value)]
  if (typeof value === 'string') return [value]
  return isJsonArray(value) && value.every((item) => typeof item === 'string') ? value : undefined
}
