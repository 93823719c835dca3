import { randomBytes } from 'node:crypto'
import type { ApprovalRequest, ApprovalResponse } from '@kvlar/core'
import { canonicalJson } from '@kvlar/core'
import { ApprovalsError } from '../approvals-error.ts'
import { deliver } from './deliver.ts'
import { webhookAnswer } from './webhook-message.ts'
import { webhookSecret } from './standard-webhook.ts'
import { checkWebhookUrl } from './webhook-url.ts'

const DEFAULT_TIMEOUT_MS = 300_000

export interface WebhookBackendOptions {
  /** `whsec_…`; all current ones sign, so that a receiver can be moved from one to the next. */
  readonly secrets?: readonly string[]
}

/**
 * Asks one webhook about one call and waits for its inline answer: the seed's backend. Anything but an exact
 * `{"decision":"approved"}` over verified https or loopback denies.
 */
export class WebhookApprovalBackend {
  readonly #url: URL
  readonly #timeoutMs: number
  readonly #secrets: readonly Uint8Array[]

  /**
   * @param timeoutMs for the whole wait, all attempts included; 5 minutes when absent
   * @throws ApprovalsError `APPROVAL_BAD_OPTION`
   */
  constructor(url: string, timeoutMs: number = DEFAULT_TIMEOUT_MS, options: WebhookBackendOptions = {}) {
    this.#url = checkWebhookUrl(url)
    if (!Number.isFinite(timeoutMs) || timeoutMs <= 0)
      throw new ApprovalsError('APPROVAL_BAD_OPTION', `\`${timeoutMs}\` is not a time to wait; refusing it`)
    this.#timeoutMs = timeoutMs
    this.#secrets = (options.secrets ?? []).map(webhookSecret)
  }

  /** Never rejects: no answer is a denial that says why. */
  async requestApproval(request: ApprovalRequest, signal?: AbortSignal): Promise<ApprovalResponse> {
    const id = request.requestId ?? `apr_${randomBytes(16).toString('hex')}`
    try {
      const body = canonicalJson({
        request_id: id,
        tool_name: request.toolName,
        tool_arguments: request.toolArguments,
        rule_id: request.ruleId,
        reason: request.reason ?? null,
        agent_id: request.agentId ?? null,
        requested_at: request.requestedAt ?? new Date().toISOString(),
      })
      const answer = await deliver({
        url: this.#url,
        id: `msg_${id}`,
        body,
        secrets: this.#secrets,
        untilMs: Date.now() + this.#timeoutMs,
        signal: signal ?? new AbortController().signal,
      })
      if (answer.status !== 200) return denied(`the webhook answered ${answer.status}`)
      if (!answer.isTrusted) return denied('the answer came over a connection that others can change')
      return webhookAnswer(answer.body) ?? denied('the answer of the webhook is malformed')
    } catch (error) {
      return denied(error instanceof Error ? error.message : 'the webhook failed')
    }
  }
}

function denied(reason: string): ApprovalResponse {
  return { decision: 'denied', reason }
}
