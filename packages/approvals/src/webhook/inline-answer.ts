import type { ApprovalResponse, JsonObject, JsonValue } from '@kvlar/core'
import { ApprovalsError } from '../approvals-error.ts'
import { readUnambiguousJson } from '../unambiguous-json.ts'
import { badStatus } from './deliver.ts'
import type { PostAnswer } from './post-once.ts'

/**
 * The decision in the reply of a webhook: exactly one of the two, with status 200, over a connection that nobody else
 * could have written on.
 *
 * @throws ApprovalsError with a code of its own for each way in which it is none
 */
export function inlineAnswer(url: URL, { status, isTrusted, body }: PostAnswer): ApprovalResponse {
  const where = `the webhook at \`${url.host}\``
  if (status >= 300 && status < 400)
    throw new ApprovalsError(
      'APPROVAL_WEBHOOK_REDIRECTED',
      `${where} points elsewhere, which is not followed`,
    )
  if (status === 410) throw new ApprovalsError('APPROVAL_WEBHOOK_GONE', `${where} is gone`)
  if (status !== 200) throw badStatus(url, status)
  if (!isTrusted)
    throw new ApprovalsError('APPROVAL_WEBHOOK_UNTRUSTED', `others could have written the answer of ${where}`)
  const answer = answerIn(jsonObject(body))
  if (answer === undefined)
    throw new ApprovalsError('APPROVAL_WEBHOOK_MALFORMED', `the answer of ${where} is not a decision`)
  return answer
}

/** The object that a body is, read strictly; undefined for anything else. */
export function jsonObject(body: string): JsonObject | undefined {
  const read = readUnambiguousJson(body)
  return read.ok && isObject(read.value) ? read.value : undefined
}

/** The decision that stands in an object; undefined for anything else, which denies. */
export function answerIn(object: JsonObject | undefined): ApprovalResponse | undefined {
  if (object === undefined) return undefined
  const { decision, reason } = object
  if (reason !== undefined && typeof reason !== 'string') return undefined
  if (decision === 'approved') return { decision }
  return decision === 'denied' ? { decision, ...(reason !== undefined && { reason }) } : undefined
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
