import { createRedactor } from '@kvlar/core'
import { canonicalJson, type JsonObject, type JsonValue } from '@kvlar/core/json'
import type { ShownRequest } from '../approval-event.ts'
import { WEBHOOK_LIMITS } from './webhook-limits.ts'

/** How much of a call's arguments leaves the machine. */
export type SentArguments = 'none' | 'redacted' | 'full'

/** The seed's names, which stand on top of a message. */
export interface SeedFields {
  readonly request_id: string
  readonly tool_name: string
  readonly rule_id: string
  readonly reason: string | null
  readonly agent_id: string | null
  /** RFC 3339 with `Z`. */
  readonly requested_at: string
}

const BOUNDED = [
  ['tool_name', WEBHOOK_LIMITS.nameCharsMax],
  ['rule_id', WEBHOOK_LIMITS.nameCharsMax],
  ['reason', WEBHOOK_LIMITS.reasonCharsMax],
  ['agent_id', WEBHOOK_LIMITS.nameCharsMax],
] as const

/**
 * The body that asks: the seed's names on top, ours in `data`, in the envelope of Standard Webhooks, below 20 kB.
 * Texts that are too long are cut and arguments that are too large are left out; `data` says which and how much.
 */
export function askingMessage(
  fields: SeedFields,
  args: JsonObject | undefined,
  data: JsonObject = {},
): string {
  const cut: string[] = []
  const seed: Record<string, JsonValue> = { ...fields }
  for (const [name, charsMax] of BOUNDED) {
    const text = fields[name] ?? ''
    if (text.length <= charsMax) continue
    seed[name] = `${text.slice(0, charsMax).toWellFormed()}…`
    cut.push(name)
  }
  const argsBytes = args === undefined ? 0 : Buffer.byteLength(canonicalJson(args))
  const message = (sent: JsonObject | undefined): string =>
    canonicalJson({
      ...seed,
      tool_arguments: sent ?? null,
      type: 'approval.requested',
      timestamp: fields.requested_at,
      data: {
        ...data,
        truncated: cut,
        arguments_omitted: args !== undefined && sent === undefined ? { bytes: argsBytes } : null,
      },
    })
  const whole = message(args)
  return Buffer.byteLength(whole) < WEBHOOK_LIMITS.messageBytesMax ? whole : message(undefined)
}

/** The body that announces a request of the queue. */
export function requestedMessage(request: ShownRequest, args: JsonObject | undefined): string {
  const { id, call, rule, digest, createdAtMs, expiresAtMs } = request
  const short = (text: string): string => text.slice(0, WEBHOOK_LIMITS.nameCharsMax).toWellFormed()
  return askingMessage(
    {
      request_id: id,
      tool_name: call.resource,
      rule_id: rule.id,
      reason: rule.reason,
      agent_id: call.agentId,
      requested_at: new Date(createdAtMs).toISOString(),
    },
    args,
    {
      digest,
      risk_level: rule.riskLevel ?? 'low',
      server: call.server === undefined ? null : short(call.server),
      principal: short(call.principal.id),
      hidden_values: call.hidden.length,
      expires_at: new Date(expiresAtMs).toISOString(),
    },
  )
}

/** The arguments as far as they may be sent, for a call that is in no queue. */
export function sentArguments(args: JsonObject, sent: SentArguments): JsonObject | undefined {
  if (sent === 'none') return undefined
  // An object goes in, so one comes out.
  return sent === 'full' ? args : (createRedactor([]).redact(args) as JsonObject)
}
