import type { Approvals } from '../approvals.ts'
import type { Approver } from '../approvers/approver.ts'
import type { DecideAnswer } from '../decisions/decide.ts'
import { callbackFault, type CallbackFault } from './callback-fault.ts'
import { clippedNote } from './clipped-note.ts'
import { createReplayMemory } from './replay-memory.ts'
import { webhookFault, webhookSecret, type WebhookHeaders } from './standard-webhook.ts'
import { readCallback } from './webhook-answer.ts'

/** Someone whose word a webhook may bring. */
export type Represented = Pick<Approver, 'id'> & Partial<Pick<Approver, 'groups' | 'roles'>>

export interface WebhookCallbackOptions {
  readonly approvals: Approvals
  /** `whsec_…`; any current one will do, so that a sender can be moved from one to the next. */
  readonly secrets: readonly string[]
  /** Under whose name its answers count when it names nobody; `webhook` when absent. */
  readonly approverId?: string
  /** Whom `approver` in a signed body may name; nobody when absent. */
  readonly speaksFor?: readonly Represented[]
}

export type CallbackAnswer = DecideAnswer | CallbackFault

/**
 * Takes the callback of a webhook that answered `202`: signed as Standard Webhooks are, with `decision`, the
 * `request_id` it is for and the `digest` of that request. What is unsigned, late, ahead of time, forged, malformed,
 * replayed or for another request is rejected, each with a code of its own, and the request goes on waiting until it
 * expires.
 */
export function createWebhookCallback({
  approvals,
  secrets,
  approverId = 'webhook',
  speaksFor = [],
}: WebhookCallbackOptions): (
  id: string,
  headers: Readonly<Partial<WebhookHeaders>>,
  body: string,
) => Promise<CallbackAnswer> {
  const keys = secrets.map(webhookSecret)
  const replays = createReplayMemory()
  const people = new Map<unknown, Represented>(speaksFor.map((one) => [one.id, one]))
  return async (id, headers, body) => {
    const nowMs = approvals.now()
    const fault = webhookFault(headers, body, { secrets: keys, nowMs })
    if (fault !== undefined) return fault
    const said = readCallback(body)
    if (said === undefined) return callbackFault('APPROVAL_CALLBACK_MALFORMED')
    // INVARIANT: the signature covers the request's id, for an equal call that is asked about later has the same
    // digest, and the memory of used callbacks does not outlive this process.
    const { request_id: requestId, digest, approver, answer } = said
    if (requestId !== id) return callbackFault('APPROVAL_CALLBACK_MISDIRECTED')
    const person = approver === undefined ? { id: approverId } : people.get(approver)
    if (person === undefined) return callbackFault('APPROVAL_CALLBACK_STRANGER')
    const release = replays.take(headers['webhook-id'] ?? '', nowMs)
    if (release === undefined) return callbackFault('APPROVAL_CALLBACK_REPLAYED')
    try {
      return await approvals.decide(id, {
        verdict: answer.decision === 'approved' ? 'approve' : 'deny',
        digest,
        approver: {
          id: person.id,
          groups: person.groups ?? [],
          roles: person.roles ?? [],
          rights: [],
          authentication: 'webhook-signature',
          surface: 'webhook',
        },
        note:
          answer.decision === 'approved'
            ? 'approved by the webhook'
            : clippedNote(answer.reason ?? 'denied by the webhook'),
      })
    } catch (error) {
      // Nothing was decided, so its sender may try again.
      release()
      throw error
    }
  }
}
