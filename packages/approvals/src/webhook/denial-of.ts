import type { ApprovalResponse } from '@kvlar/core'
import { ApprovalsError } from '../approvals-error.ts'

/** The denial that a failure to get an answer means; it says the code. */
export function denialOf(error: unknown): Extract<ApprovalResponse, { readonly decision: 'denied' }> {
  const why =
    error instanceof ApprovalsError
      ? `${error.message} (\`${error.code}\`)`
      : 'the webhook could not be asked'
  return { decision: 'denied', reason: `${why}; the call is denied` }
}
