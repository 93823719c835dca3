import { randomBytes } from 'node:crypto'
import type { ApprovalRequest, ApprovalResponse } from '@kvlar/core'
import { ApprovalsError } from '../approvals-error.ts'
import { deliver, type Endpoint } from './deliver.ts'
import { denialOf } from './denial-of.ts'
import { inlineAnswer } from './inline-answer.ts'
import { webhookSecret } from './standard-webhook.ts'
import { askingMessage, sentArguments, type SentArguments } from './webhook-message.ts'
import { checkWebhookUrl } from './webhook-url.ts'

const DEFAULT_TIMEOUT_MS = 300_000

export interface WebhookBackendOptions {
  /** `whsec_…`; all current ones sign, so that a receiver can be moved from one to the next. */
  readonly secrets?: readonly string[]
  /** How much of the arguments is sent; `redacted` when absent: values with secret-like names stay here. */
  readonly args?: SentArguments
  /** Whether the URL may lead to a private address; false for one that is not the operator's own. True when absent. */
  readonly mayBePrivate?: boolean
}

/**
 * Asks one webhook about one call and waits for its inline answer: the seed's backend. Anything but an exact
 * `{"decision":"approved"}` over verified https or loopback denies.
 */
export class WebhookApprovalBackend {
  readonly #endpoint: Endpoint
  readonly #timeoutMs: number
  readonly #args: SentArguments

  /**
   * @param timeoutMs for the whole wait, all attempts included; 5 minutes when absent
   * @throws ApprovalsError `APPROVAL_BAD_OPTION`
   */
  constructor(url: string, timeoutMs: number = DEFAULT_TIMEOUT_MS, options: WebhookBackendOptions = {}) {
    const { secrets = [], args = 'redacted', mayBePrivate = true } = options
    this.#endpoint = { url: checkWebhookUrl(url), secrets: secrets.map(webhookSecret), mayBePrivate }
    if (!Number.isFinite(timeoutMs) || timeoutMs <= 0)
      throw new ApprovalsError('APPROVAL_BAD_OPTION', `\`${timeoutMs}\` is not a time to wait; refusing it`)
    this.#timeoutMs = timeoutMs
    this.#args = args
  }

  /** Never rejects: no answer is a denial that says why, with its code. */
  async requestApproval(request: ApprovalRequest, signal?: AbortSignal): Promise<ApprovalResponse> {
    const id = request.requestId ?? `apr_${randomBytes(16).toString('hex')}`
    try {
      const fields = {
        request_id: id,
        tool_name: request.toolName,
        rule_id: request.ruleId,
        reason: request.reason ?? null,
        agent_id: request.agentId ?? null,
        requested_at: request.requestedAt ?? new Date().toISOString(),
      }
      const answer = await deliver(this.#endpoint, {
        id: `msg_${id}`,
        body: askingMessage(fields, sentArguments(request.toolArguments, this.#args)),
        untilMs: Date.now() + this.#timeoutMs,
        signal: signal ?? new AbortController().signal,
      })
      return inlineAnswer(this.#endpoint.url, answer)
    } catch (error) {
      return denialOf(error)
    }
  }
}
