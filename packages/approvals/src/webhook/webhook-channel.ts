import type { ApprovalResponse } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { shown } from '../approval-event.ts'
import { ApprovalsError } from '../approvals-error.ts'
import type { Approvals } from '../approvals.ts'
import type { Approver } from '../approvers/approver.ts'
import type { HeldRequest } from '../requests/held-request.ts'
import { waitForChange } from '../store/wait-for-change.ts'
import { clippedNote } from './clipped-note.ts'
import { deliver, type Endpoint } from './deliver.ts'
import { denialOf } from './denial-of.ts'
import { inlineAnswer } from './inline-answer.ts'
import { createResolutionTeller } from './resolution-teller.ts'
import { webhookSecret } from './standard-webhook.ts'
import { requestedMessage, type SentArguments } from './webhook-message.ts'
import { checkWebhookUrl } from './webhook-url.ts'

export interface WebhookChannelOptions {
  readonly approvals: Approvals
  readonly url: string
  /** `whsec_…`; all current ones sign. Without one no callback can come, so `202` denies. */
  readonly secrets?: readonly string[]
  /** `redacted` when absent. */
  readonly args?: SentArguments
  /** Under whose name its answers count; `webhook` when absent. */
  readonly approverId?: string
  /** What `channels` of a rule call it; `webhook` when absent. */
  readonly name?: string
  /** Whether the URL may lead to a private address; false for one that is not the operator's own. True when absent. */
  readonly mayBePrivate?: boolean
}

export interface WebhookChannel {
  /**
   * Asks about a request, for a broker's `announce`. An inline answer decides at once, under the webhook's name; `202`
   * means that a signed callback decides later; anything else denies. It ends when somebody else has decided.
   */
  readonly announce: (request: HeldRequest) => Promise<void>
  /**
   * From now on tells the webhook what becomes of the requests that it took with `202` (`approval.escalated`, `.decided`,
   * `.executed`, `.expired`, `.cancelled`), whoever decides them, until the returned function is called.
   */
  readonly follow: () => Promise<() => void>
}

/** Announces requests to a webhook, and what has become of them. */
export function createWebhookChannel(options: WebhookChannelOptions): WebhookChannel {
  const { approvals, args = 'redacted', approverId = 'webhook', name = 'webhook' } = options
  const secrets = (options.secrets ?? []).map(webhookSecret)
  const endpoint: Endpoint = {
    url: checkWebhookUrl(options.url),
    secrets,
    mayBePrivate: options.mayBePrivate ?? true,
  }
  let isGone = false
  const teller = createResolutionTeller({
    approvals,
    endpoint,
    onGone: () => {
      isGone = true
    },
  })
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

  const ask = async (request: HeldRequest, signal: AbortSignal): Promise<ApprovalResponse | 'later'> => {
    if (isGone) throw new ApprovalsError('APPROVAL_WEBHOOK_GONE', 'the webhook said that it is gone')
    const answer = await deliver(endpoint, {
      id: `msg_${request.id}`,
      body: requestedMessage(shown(request), await argumentsOf(request)),
      untilMs: Date.now() + Math.max(0, request.expiresAtMs - approvals.now()),
      signal,
    })
    if (answer.status === 202 && secrets.length > 0) return 'later'
    isGone = answer.status === 410
    return inlineAnswer(endpoint.url, answer)
  }

  return {
    announce: async (request) => {
      const { channels } = request.terms
      if (channels.length > 0 && !channels.includes(name)) return
      const end = new AbortController()
      const ended = untilDecided(approvals, request.id, end)
      const answer = await ask(request, end.signal).catch(denialOf)
      const isDecided = end.signal.aborted
      end.abort()
      await ended
      if (answer === 'later' || isDecided) return teller.add(request.id)
      const decided = await approvals.decide(request.id, {
        verdict: answer.decision === 'approved' ? 'approve' : 'deny',
        approver,
        digest: request.digest,
        ...(answer.decision === 'denied' && { note: clippedNote(answer.reason ?? 'denied by the webhook') }),
      })
      // Somebody else's answer stands, or the clock's.
      if (decided.kind === 'refused') teller.add(request.id)
    },
    follow: () => teller.start(),
  }
}

/** Aborts once the request does not wait any more; an abort from outside ends the waiting. */
async function untilDecided(approvals: Approvals, id: string, end: AbortController): Promise<void> {
  try {
    await waitForChange(approvals, id, { signal: end.signal, atMs: Number.POSITIVE_INFINITY })
    end.abort()
  } catch {
    // The queue cannot be read: whoever waits for it denies, and the attempts are bounded anyway.
  }
}
