import type { z } from 'zod'
import { nearest, visibleText } from '@kvlar/core/text'

/** What was asked, or why it is not taken. */
export type Asked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string }

/** A strict object: whatever it does not name is refused. */
export type AskedSchema = z.ZodObject<z.ZodRawShape, z.core.$strict>

/** Characters of a name that a message repeats. */
const NAME_CHARS_MAX = 60

/** Reads what was asked by its schema; a refusal names the member that is unknown, or else the first that is wrong. */
export function readAsked<Schema extends AskedSchema>(
  schema: Schema,
  given: unknown,
): Asked<z.output<Schema>> {
  const read = schema.safeParse(given)
  if (read.success) return { ok: true, value: read.data }
  const { issues } = read.error
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]
  return {
    ok: false,
    message: issue === undefined ? 'it cannot be read' : sentence(issue, Object.keys(schema.shape)),
  }
}

function sentence(issue: z.core.$ZodIssue, known: readonly string[]): string {
  if (issue.code !== 'unrecognized_keys')
    return issue.path.length === 0 ? `the body ${issue.message}` : `${named(issue.path)} ${issue.message}`
  const [key = ''] = issue.keys
  const meant = issue.path.length === 0 ? nearest(key, known) : undefined
  const hint = meant === undefined ? '' : `, did you mean \`${meant}\`?`
  return `${named([...issue.path, key])} is not known here${hint}`
}

/** `edits[0].path`, shown so that nothing in it is hidden or long. */
function named(path: readonly PropertyKey[]): string {
  const text = path
    .map((part, n) => (typeof part === 'number' ? `[${part}]` : `${n === 0 ? '' : '.'}${String(part)}`))
    .join('')
  const shown = visibleText(text.slice(0, NAME_CHARS_MAX))
  return `\`${shown}${text.length > NAME_CHARS_MAX ? '\u2026' : ''}\``
}
