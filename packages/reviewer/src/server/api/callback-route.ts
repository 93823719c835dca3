import type { FastifyInstance } from 'fastify'
import type { DecideAnswer } from '@kvlar/approvals'
import { STATUS_OF } from '../../json/request-json.ts'
import { turn } from '../door/gatekeeper.ts'
import { HTTP_STATUS } from './api-routes.ts'

/** Checks and takes one signed callback: what `createWebhookCallback` of `@kvlar/approvals/webhook` makes. */
export type WebhookCallback = (
  id: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<DecideAnswer | { readonly kind: 'rejected'; readonly code: string; readonly reason: string }>

export const CALLBACK_PATH = '/api/requests/:id/callback'

const HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const

/** Where a webhook that answered `202` decides. Its signature is its authentication; no session or token counts. */
export function addCallbackRoute(app: FastifyInstance, take: WebhookCallback): void {
  app.post(CALLBACK_PATH, async (request, reply) => {
    const headers: Record<string, string> = {}
    for (const name of HEADERS) {
      const value = request.headers[name]
      if (typeof value === 'string') headers[name] = value
    }
    const body = typeof request.body === 'string' ? request.body : ''
    const { id } = request.params as { readonly id: string }
    const answer = await take(id, headers, body)
    switch (answer.kind) {
      case 'rejected':
        return turn(reply, { status: 401, error: answer.code, message: answer.reason })
      case 'refused':
        return turn(reply, { status: HTTP_STATUS[answer.code], error: answer.code, message: answer.message })
      case 'decided':
      case 'repeated':
        return reply.send({ id: answer.request.id, status: STATUS_OF[answer.request.state] })
    }
  })
}
