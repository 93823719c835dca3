import type { JsonValue } from '@kvlar/core'
import type { DecisionDraft } from '../apply-decision.ts'
import type { Edit } from '../edit-call.ts'
import { LIMITS } from '../limits.ts'

type Body = Omit<DecisionDraft, 'verdict' | 'approver'>

/** What may stand in the body of a decision. Who decides is not among it. */
export function decisionBody(body: unknown): Body | string {
  if (body === undefined || body === null) return {}
  if (typeof body !== 'object' || Array.isArray(body)) return 'the body is a JSON object'
  const of = (name: string): unknown => (Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined)
  const texts = ['notes', 'note', 'digest', 'rendered_digest', 'grant'] as const
  for (const name of texts) {
    const value = of(name)
    if (value !== undefined && value !== null && typeof value !== 'string') return `\`${name}\` is a text`
  }
  for (const name of ['general', 'break_glass']) {
    const value = of(name)
    if (value !== undefined && typeof value !== 'boolean') return `\`${name}\` is true or false`
  }
  const text = (name: (typeof texts)[number]): string | undefined => {
    const value = of(name)
    return typeof value === 'string' ? value : undefined
  }
  const note = text('notes') ?? text('note')
  const [digest, renderedDigest, grant] = [text('digest'), text('rendered_digest'), text('grant')]
  return {
    ...(note !== undefined && { note }),
    ...(digest !== undefined && { digest }),
    ...(renderedDigest !== undefined && { renderedDigest }),
    ...(grant !== undefined && { grant }),
    ...(of('general') === true && { isGeneral: true }),
    ...(of('break_glass') === true && { breakGlass: true }),
  }
}

/** The edits of a body; undefined when they are not a list of a path and a value each. */
export function editsOf(body: unknown): readonly Edit[] | undefined {
  const edits: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'edits') : undefined
  if (!Array.isArray(edits) || edits.length === 0 || edits.length > LIMITS.grantFieldsMax) return undefined
  const read: Edit[] = []
  for (const edit of edits as readonly unknown[]) {
    if (typeof edit !== 'object' || edit === null) return undefined
    const path: unknown = Reflect.get(edit, 'path')
    const value: unknown = Reflect.get(edit, 'value')
    if (typeof path !== 'string' || value === undefined) return undefined
    // The body was read as JSON, so its values are.
    read.push({ path, value: value as JsonValue })
  }
  return read
}

/** The ids of a body; undefined when they are not a list of texts. */
export function idsOf(body: unknown): readonly string[] | undefined {
  const ids: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'ids') : undefined
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > LIMITS.batchMax) return undefined
  return ids.every((id) => typeof id === 'string') ? ids : undefined
}
