import { canonicalJson, readJson, type ApprovalResponse, type JsonObject } from '@kvlar/core'
import type { ShownRequest } from '../approval-event.ts'
import { WEBHOOK_LIMITS } from './webhook-limits.ts'

/** How much of a call's arguments leaves the machine. */
export type SentArguments = 'none' | 'redacted' | 'full'

/** The body that announces a request: the seed's names on top, ours beside them, in the envelope of Standard Webhooks. */
export function webhookMessage(request: ShownRequest, args: JsonObject | undefined): string {
  const { id, call, rule, digest, createdAtMs, expiresAtMs } = request
  const requestedAt = new Date(createdAtMs).toISOString()
  const text = args === undefined ? undefined : canonicalJson(args)
  const bytes = text === undefined ? 0 : Buffer.byteLength(text)
  const isSent = args !== undefined && bytes <= WEBHOOK_LIMITS.argumentsBytesMax
  const seed = {
    request_id: id,
    tool_name: call.resource,
    tool_arguments: isSent ? args : null,
    rule_id: rule.id,
    reason: rule.reason,
    agent_id: call.agentId,
    requested_at: requestedAt,
  }
  return canonicalJson({
    ...seed,
    type: 'approval.requested',
    timestamp: requestedAt,
    data: {
      digest,
      risk_level: rule.riskLevel ?? 'low',
      server: call.server ?? null,
      principal: call.principal.id,
      expires_at: new Date(expiresAtMs).toISOString(),
      arguments_omitted: args !== undefined && !isSent ? { bytes } : null,
    },
  })
}

/** The answer that stands in a body, read strictly; undefined for anything else, which denies. */
export function webhookAnswer(body: string): ApprovalResponse | undefined {
  const read = readJson(body, { multiline: true })
  if (!read.ok || typeof read.value !== 'object' || read.value === null || Array.isArray(read.value))
    return undefined
  // An array was ruled out above, which does not narrow readonly arrays.
  const { decision, reason } = read.value as JsonObject
  if (decision === 'approved') return { decision }
  if (decision !== 'denied' || (reason !== undefined && typeof reason !== 'string')) return undefined
  return { decision, ...(reason !== undefined && { reason }) }
}
