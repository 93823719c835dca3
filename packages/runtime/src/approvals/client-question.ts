import { canonicalJson } from '@kvlar/core/json'
import { visibleText } from '@kvlar/core/text'
import type { HeldRequest } from '@kvlar/approvals'
import type { Elicitation, ElicitQuestion } from '@kvlar/proxy'

/** The arguments that fit into a question; the rest is announced. */
const ARGUMENTS_CHARS_MAX = 2000

/**
 * What the person at the client is asked about a request, if anything: a link to the reviewer page, where they sign in
 * as themselves, or, where the policy lets the requester confirm or names this channel, a form.
 */
export function clientQuestion(
  request: HeldRequest,
  client: Pick<Elicitation, 'form' | 'url'>,
  pageUrl: string | undefined,
): ElicitQuestion | undefined {
  const { id, terms } = request
  const isNamed = terms.channels.includes('elicitation')
  if (terms.channels.length > 0 && !isNamed) return undefined
  const message = questionText(request)
  if (client.url && pageUrl !== undefined)
    return { mode: 'url', approvalId: id, message, url: requestUrl(pageUrl, id) }
  return client.form && (isNamed || terms.allowSelf) ? { mode: 'form', approvalId: id, message } : undefined
}

/** Where a reviewer finds a request: an opaque id, and nothing that signs anybody in. */
export function requestUrl(pageUrl: string, id: string): string {
  return `${pageUrl}?id=${id}`
}

/** INVARIANT: whatever the agent or the server wrote is made visible; they can forge no part of the question. */
function questionText({ call, rule }: HeldRequest): string {
  const text = canonicalJson(call.args)
  const rest = text.length - ARGUMENTS_CHARS_MAX
  const shown = rest > 0 ? `${text.slice(0, ARGUMENTS_CHARS_MAX)}… (${rest} more characters)` : text
  const server = call.server === undefined ? '' : ` of ${visibleText(call.server)}`
  return [
    `Kvlar holds a call of ${visibleText(call.resource)}${server}: ${visibleText(rule.reason)}`,
    `Arguments: ${visibleText(shown.toWellFormed())}`,
  ].join('\n')
}
