import { randomUUID } from 'node:crypto'
import { signWebhook, webhookFault, webhookSecret } from '@kvlar/approvals/webhook'

/** Talks with Kvlar: checks what it sends, and signs what it is told. */
export function createKvlar({ url, secrets }) {
  const keys = secrets.map(webhookSecret)
  return {
    /** Whether Kvlar signed this raw body a moment ago. */
    isFromKvlar: (headers, body) =>
      webhookFault(headers, body, { secrets: keys, nowMs: Date.now() }) === undefined,
    /** Brings a person's decision; gives what Kvlar answers. */
    decide: async ({ id, digest }, { decision, approver }) => {
      const body = JSON.stringify({ decision, request_id: id, digest, approver })
      const headers = signWebhook({ id: `msg_${randomUUID()}`, atMs: Date.now(), body }, keys)
      const response = await fetch(new URL(`/api/requests/${encodeURIComponent(id)}/callback`, url), {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(10_000),
      })
      return { status: response.status, answer: await response.json() }
    },
  }
}
