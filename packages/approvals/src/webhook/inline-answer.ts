import type { ApprovalResponse } from '@kvlar/core'
import { ApprovalsError } from '../approvals-error.ts'
import { badStatus } from './deliver.ts'
import type { PostAnswer } from './post-once.ts'
import { readInlineAnswer } from './webhook-answer.ts'

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
  const answer = readInlineAnswer(body)
  if (answer === undefined)
    throw new ApprovalsError('APPROVAL_WEBHOOK_MALFORMED', `the answer of ${where} is not a decision`)
  return answer
}
