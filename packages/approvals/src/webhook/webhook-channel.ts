import type { JsonObject } from '@kvlar/core'
import { shown } from '../approval-event.ts'
import type { Approvals } from '../approvals.ts'
import type { Approver } from '../approver.ts'
import type { HeldRequest } from '../held-request.ts'
import { deliver } from './deliver.ts'
import { webhookSecret } from './standard-webhook.ts'
import { webhookAnswer, webhookMessage, type SentArguments } from './webhook-message.ts'
import { checkWebhookUrl } from './webhook-url.ts'

export interface WebhookChannelOptions {
  readonly approvals: Approvals
  readonly url: string
  readonly secrets?: readonly string[]
  /** `redacted` when absent. */
  readonly args?: SentArguments
  /** Under whose name its answers count; `webhook` when absent. */
  readonly approverId?: string
}

/**
 * Announces requests to a webhook. An inline answer decides at once, under the webhook's name; `202` means that a
 * signed callback decides later; anything else denies. It ends with the request.
 */
export function createWebhookChannel(options: WebhookChannelOptions): {
  announce(request: HeldRequest): Promise<void>
} {
  const { approvals, args = 'redacted', approverId = 'webhook' } = options
  const url = checkWebhookUrl(options.url)
  const secrets = (options.secrets ?? []).map(webhookSecret)
  const approver: Approver = {
    id: approverId,
    groups: [],
    roles: [],
    rights: args === 'full' ? ['reveal'] : [],
    authentication: 'webhook',
    surface: 'webhook',
  }

  const argumentsOf = async (request: HeldRequest): Promise<JsonObject | undefined> => {
    if (args === 'none') return undefined
    if (args === 'redacted') return request.call.args
    const answer = await approvals.reveal(request.id, approver)
    return answer.kind === 'revealed' ? answer.action.parameters : request.call.args
  }

  const verdictOf = async (request: HeldRequest): Promise<'later' | { approve: boolean; note?: string }> => {
    try {
      const body = webhookMessage(shown(request), await argumentsOf(request))
      const answer = await deliver({
        url,
        id: `msg_${request.id}`,
        body,
        secrets,
        untilMs: Date.now() + Math.max(0, request.expiresAtMs - approvals.now()),
        signal: new AbortController().signal,
      })
      if (answer.status === 202 && secrets.length > 0) return 'later'
      const said = answer.status === 200 && answer.isTrusted ? webhookAnswer(answer.body) : undefined
      if (said === undefined) return { approve: false, note: 'the webhook gave no valid answer' }
      if (said.decision === 'approved') return { approve: true }
      return { approve: false, ...(said.reason !== undefined && { note: said.reason.slice(0, 4096) }) }
    } catch {
      return { approve: false, note: 'the webhook could not be reached' }
    }
  }

  return {
    announce: async (request) => {
      const verdict = await verdictOf(request)
      if (verdict === 'later') return
      const { approve, note = approve ? undefined : 'denied by the webhook' } = verdict
      await approvals.decide(request.id, {
        verdict: approve ? 'approve' : 'deny',
        approver,
        digest: request.digest,
        ...(note !== undefined && { note }),
      })
    },
  }
}
