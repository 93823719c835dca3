import { Buffer } from 'node:buffer'
import type { Decision } from '@kvlar/core'
import { withoutLineEnds } from './forwardable.ts'
import type { MessageId, RequestMessage } from './message.ts'
import type { Refusal } from './refusal.ts'

/**
 * JSON-RPC error code of a denied request that is not a tool call. New codes lie outside -32768 to -32000
 * (MCP 2026-07-28, error codes).
 */
export const DENIED_ERROR_CODE = -31403

/** JSON-RPC internal error: Kvlar or the server could not answer. */
export const INTERNAL_ERROR_CODE = -32603

/** The part of a decision that the agent is told. */
export type Denial = Pick<Decision, 'outcome' | 'ruleId' | 'reason'> & { readonly code: string }

const MODERN_KEY = 'io.modelcontextprotocol/protocolVersion'

/**
 * The answer to a request that may not run: for a tool call a tool result with `isError`, which the agent's model can
 * read and adapt to; for anything else, and for a tool call that asked for a task, a JSON-RPC error.
 */
export function denialAnswer(request: RequestMessage, denial: Denial): Uint8Array {
  const { action, resource } = subjectOf(request)
  const notice = {
    code: denial.code,
    decision: denial.outcome,
    rule_id: denial.ruleId,
    reason: denial.reason,
    ...(action === 'tool_call' ? { tool: resource } : { resource }),
  }
  if (action !== 'tool_call' || request.params?.['task'] !== undefined) {
    const message = `[BLOCKED BY KVLAR] ${denial.reason} (policy rule ${denial.ruleId})`
    return errorAnswer(request.id, { code: DENIED_ERROR_CODE, message, data: { _kvlar: notice } })
  }
  const text = [
    '[BLOCKED BY KVLAR]',
    `Tool: ${resource}`,
    `Policy rule: ${denial.ruleId}`,
    `Reason: ${denial.reason}`,
  ].join('\n')
  return bytesOf({
    jsonrpc: '2.0',
    id: request.id,
    result: {
      // Required of every result since MCP 2026-07-28, unknown before.
      ...(isModern(request) ? { resultType: 'complete' } : {}),
      content: [{ type: 'text', text }],
      isError: true,
      _kvlar: notice,
    },
  })
}

/** The answer that tells a sender, or whoever waits for a response, that a message was refused. */
export function refusalAnswer(refusal: Refusal): Uint8Array {
  const { id, jsonRpcCode, message, code } = refusal
  return errorAnswer(id, {
    code: refusal.about === 'response' ? INTERNAL_ERROR_CODE : jsonRpcCode,
    message: `[REFUSED BY KVLAR] ${message}`,
    data: { _kvlar: { code } },
  })
}

/** A JSON-RPC error (JSON-RPC 2.0 section 5.1) as bytes without a line end. */
export function errorAnswer(
  id: MessageId | null,
  error: { readonly code: number; readonly message: string; readonly data?: unknown },
): Uint8Array {
  return bytesOf({ jsonrpc: '2.0', id, error })
}

function subjectOf(request: RequestMessage): { readonly action: string; readonly resource: string } {
  const { row, params, method } = request
  const name = row?.resource.kind === 'param' ? params?.[row.resource.name] : undefined
  return { action: row?.action ?? 'unknown_method', resource: typeof name === 'string' ? name : method }
}

function isModern(request: RequestMessage): boolean {
  const meta = request.params?.['_meta']
  return typeof meta === 'object' && meta !== null && MODERN_KEY in meta
}

function bytesOf(message: object): Uint8Array {
  return Buffer.from(withoutLineEnds(JSON.stringify(message)))
}
