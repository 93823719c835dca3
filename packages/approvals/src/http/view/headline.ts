import type { JsonObject, JsonValue } from '@kvlar/core'
import type { ShownCall } from '../../held-request.ts'
import { argument } from '../render/facts.ts'
import { isArray } from './is-array.ts'

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
  'name',
  'key',
  'id',
]
const SUBJECT_CHARS_MAX = 90

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
  const subject = target ?? subjectOf(args)
  if (subject === undefined) return { verb }
  const isLong = subject.length > SUBJECT_CHARS_MAX
  // Cut openly: the whole value stands among the arguments.
  return {
    verb,
    subject: isLong ? `${subject.slice(0, SUBJECT_CHARS_MAX)}\u2026 (${subject.length} characters)` : subject,
  }
}

/** The first argument that names something: a text, or the first of several. */
function subjectOf(args: JsonObject): string | undefined {
  const value = argument(args, SUBJECTS, (given) => textsOf(given) !== undefined)
  const [first, ...more] = (value === undefined ? undefined : textsOf(value)) ?? []
  return first === undefined || more.length === 0 ? first : `${first} and ${more.length} more`
}

function textsOf(value: JsonValue): readonly string[] | undefined {
  if (typeof value === 'string') return [value]
  return isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined
}
