import { hintsNotice, type HintsNotice } from '@kvlar/gate'
import { isKvlarError } from './errors/is-kvlar-error.ts'

/** What an agent is told of a call that was stopped, in the words that the proxy says it in. */
export interface Notice extends Partial<HintsNotice> {
  readonly code: string
  readonly decision: 'deny' | 'require_approval'
  readonly rule_id?: string
  readonly reason: string
  readonly tool?: string
  readonly approval?: {
    readonly id: string
    readonly status: 'pending' | 'denied' | 'expired'
    readonly expires_at?: string
    readonly url?: string
  }
}

/**
 * What an agent may be told of an error of this package; undefined for any other error, which is not ours to tell. It
 * never holds the value of an argument.
 */
export function noticeOf(error: unknown): Notice | undefined {
  if (!isKvlarError(error)) return undefined
  const { code } = error
  if (error.name === 'InvalidArguments' || error.name === 'KvlarMisuse' || error.name === 'PermitRefused')
    return { code, decision: 'deny', reason: error.message }
  const { ruleId: rule_id, reason, resource: tool, hints } = error
  const told = { code, decision: 'deny', rule_id, reason, ...hintsNotice(hints), tool } as const
  switch (error.name) {
    case 'ApprovalPending': {
      const { approvalId: id, expiresAt, url } = error
      const until = Number.isNaN(expiresAt.getTime()) ? {} : { expires_at: expiresAt.toISOString() }
      const approval = { id, status: 'pending', ...until, ...(url !== undefined && { url }) } as const
      return { ...told, decision: 'require_approval', approval }
    }
    case 'ApprovalDenied':
      return { ...told, approval: { id: error.approvalId, status: 'denied' } }
    case 'ApprovalExpired':
      return { ...told, approval: { id: error.approvalId, status: 'expired' } }
    case 'KvlarDenied':
    case 'Refused':
    case 'Invalidated':
      return told
  }
}

/** The same as one text, for frameworks that give a model nothing else: a sentence, and the data on a line of its own. */
export function noticeText(error: Error, notice: Notice): string {
  return `[BLOCKED BY KVLAR] ${error.message}\n${JSON.stringify({ _kvlar: notice })}`
}
