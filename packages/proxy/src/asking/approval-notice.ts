import type { Answer } from '../ports.ts'
import type { ApprovalNotice } from '../wire/answers/denial.ts'

/** What a caller is told of the approval that did not let its call run; undefined when there is none. */
export function approvalNotice(answer: Answer): ApprovalNotice | undefined {
  const { approvalId: id } = answer
  if (id === undefined) return undefined
  switch (answer.kind) {
    case 'pending': {
      const { expiresAtMs, url } = answer
      return {
        id,
        status: 'pending',
        ...(expiresAtMs !== undefined && { expiresAtMs }),
        ...(url !== undefined && { url }),
      }
    }
    case 'input_required':
      return { id, status: 'pending' }
    case 'denied':
    case 'expired':
    case 'superseded':
      return { id, status: answer.kind }
    case 'approved':
      return { id, status: 'superseded' }
  }
}
