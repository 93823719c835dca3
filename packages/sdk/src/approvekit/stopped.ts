import { ApprovalDenied } from '../errors/approval-denied.ts'
import { ApprovalExpired } from '../errors/approval-expired.ts'
import { ApprovalPending as Pending } from '../errors/approval-pending.ts'
import { KvlarDenied } from '../errors/kvlar-denied.ts'
import { ApprovalPending, ApprovalRejectedError, ApprovalTimeoutError } from './approval-errors.ts'
import type { AuditedEnd } from './audit-log.ts'

/** A call that has not run, in ApproveKit's words. */
export interface Stopped {
  /** What its caller gets. */
  readonly error: unknown
  /** Absent for a call that still waits. */
  readonly end?: AuditedEnd
}

export interface StoppedOptions {
  readonly name: string
  readonly signal: AbortSignal | undefined
  readonly notesOf: (requestId: string) => Promise<string | null>
}

/** Says why a call has not run, given what the road threw. */
export async function stopped(error: unknown, options: StoppedOptions): Promise<Stopped> {
  const { name, signal, notesOf } = options
  if (signal?.aborted === true && error === signal.reason)
    return { error, end: rejected('withdrawn by its caller') }
  if (error instanceof Pending) {
    const { approvalId: id, expiresAt } = error
    const request = { id, expiresAtMs: expiresAt.getTime() }
    return { error: new ApprovalPending(`\`${name}\` waits for a reviewer; it did not run`, request) }
  }
  if (error instanceof ApprovalExpired) {
    const { approvalId: requestId } = error
    const end = { decision: 'timeout', result: 'not_run', reviewer_notes: null, requestId } as const
    const message = `\`${name}\` was not approved in time; it did not run`
    return { error: new ApprovalTimeoutError(message, requestId), end }
  }
  if (error instanceof ApprovalDenied) {
    const { approvalId } = error
    const notes = await notesOf(approvalId)
    const message = `\`${name}\` was rejected by reviewer. Notes: ${notes ?? 'none'}`
    return { error: new ApprovalRejectedError(message, approvalId), end: rejected(notes, approvalId) }
  }
  if (error instanceof KvlarDenied) {
    const { code, reason } = error
    const message = code.startsWith('POLICY_')
      ? `\`${name}\` was denied by the policy: ${reason}`
      : error.message
    return { error: new ApprovalRejectedError(message), end: rejected(reason) }
  }
  return { error, end: rejected(null) }
}

function rejected(notes: string | null, requestId?: string): AuditedEnd {
  return { decision: 'rejected', result: 'not_run', reviewer_notes: notes, requestId }
}
