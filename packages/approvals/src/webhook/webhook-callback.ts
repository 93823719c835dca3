import { readJson } from '@kvlar/core'
import type { Approvals } from '../approvals.ts'
import type { DecideAnswer } from '../decide.ts'
import { webhookFault, webhookSecret, type WebhookHeaders } from './standard-webhook.ts'
import { webhookAnswer } from './webhook-message.ts'
import { WEBHOOK_LIMITS } from './webhook-limits.ts'

export interface WebhookCallbackOptions {
  readonly approvals: Approvals
  readonly secrets: readonly string[]
  /** Under whose name its answers count; `webhook` when absent. */
  readonly approverId?: string
}

export type CallbackAnswer = DecideAnswer | { readonly kind: 'rejected'; readonly reason: string }

/**
 * Takes the callback of a webhook that answered `202`: signed as Standard Webhooks are, with `decision` and the
 * `digest` of the request. Unsigned, late, replayed or malformed ones are rejected, and the request goes on waiting
 * until it expires.
 */
export function createWebhookCallback({
  approvals,
  secrets,
  approverId = 'webhook',
}: WebhookCallbackOptions): (
  id: string,
  headers: Readonly<Partial<WebhookHeaders>>,
  body: string,
) => Promise<CallbackAnswer> {
  const keys = secrets.map(webhookSecret)
  // Within the tolerance of time; outside it the timestamp rejects.
  const seen = new Map<string, number>()
  const isReplayed = (id: string, nowMs: number): boolean => {
    for (const [old, atMs] of seen) {
      if (nowMs - atMs <= 2 * WEBHOOK_LIMITS.toleranceMs && seen.size < WEBHOOK_LIMITS.idsMax) break
      seen.delete(old)
    }
    if (seen.has(id)) return true
    seen.set(id, nowMs)
    return false
  }
  return async (id, headers, body) => {
    const nowMs = approvals.now()
    const fault = webhookFault(headers, body, { secrets: keys, nowMs })
    if (fault !== undefined) return { kind: 'rejected', reason: fault }
    const answer = webhookAnswer(body)
    const read = readJson(body, { multiline: true })
    const digest = read.ok ? (read.value as { readonly digest?: unknown }).digest : undefined
    if (answer === undefined || typeof digest !== 'string')
      return { kind: 'rejected', reason: 'it holds no decision and digest' }
    if (isReplayed(headers['webhook-id'] ?? '', nowMs))
      return { kind: 'rejected', reason: 'it was used before' }
    return approvals.decide(id, {
      verdict: answer.decision === 'approved' ? 'approve' : 'deny',
      digest,
      approver: {
        id: approverId,
        groups: [],
        roles: [],
        rights: [],
        authentication: 'webhook-signature',
        surface: 'webhook',
      },
      note:
        answer.decision === 'denied' ? (answer.reason ?? 'denied by the webhook') : 'approved by the webhook',
    })
  }
}
