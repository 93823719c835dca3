import type { JsonObject } from '@kvlar/core/json'
import { hintsLines, hintsNotice, hintsOf, type Verdict } from '@kvlar/gate'
import type { MessageId, RequestMessage } from '../message.ts'
import { lineOf } from './own-line.ts'
import type { Refusal } from './refusal.ts'

/**
 * JSON-RPC error code of a denied request that is not a tool call. New codes lie outside -32768 to -32000
 * (MCP 2026-07-28, error codes).
 */
export const DENIED_ERROR_CODE = -31403

/** JSON-RPC internal error: Kvlar or the server could not answer. */
export const INTERNAL_ERROR_CODE = -32603

/** The part of a decision that the agent is told. */
export type Denial = Verdict

/** Key of `_meta` under which a caller is told of the approval that its call waits for, or has been refused. */
const APPROVAL_KEY = 'kvlar/approval'

/** What a caller is told of an approval. */
export interface ApprovalNotice {
  readonly id: string
  /** `pending`: nothing has run and the same call can be made again; the others are final for this question. */
  readonly status: 'pending' | 'denied' | 'expired' | 'superseded'
  /** When the question lapses, in milliseconds since the epoch. */
  readonly expiresAtMs?: number
  /** Where a reviewer answers it. */
  readonly url?: string
}

const MODERN_KEY = 'io.modelcontextprotocol/protocolVersion'

/**
 * The answer to a request that may not run: for a tool call a tool result with `isError`, which the agent's model can
 * read and adapt to; for anything else, and for a tool call that asked for a task, a JSON-RPC error. Clients hold a
 * result that is an error against no `outputSchema`.
 *
 * @param place where people decide, in words, for a caller who is given no URL
 */
export function denialAnswer(
  request: RequestMessage,
  denial: Denial,
  approval?: ApprovalNotice,
  place?: string,
): Uint8Array {
  const { action, resource } = subjectOf(request)
  const notice = {
    code: denial.code,
    decision: denial.outcome,
    rule_id: denial.ruleId,
    reason: denial.reason,
    ...hintsNotice(hintsOf(denial)),
    ...(action === 'tool_call' ? { tool: resource } : { resource }),
  }
  const meta = approval === undefined ? {} : { _meta: { [APPROVAL_KEY]: metaOf(approval) } }
  const isPending = approval?.status === 'pending'
  if (action !== 'tool_call' || request.params?.['task'] !== undefined) {
    const message = isPending
      ? pendingText(denial, approval, { place }).join('. ')
      : `[BLOCKED BY KVLAR] ${denial.reason} (policy rule ${denial.ruleId})`
    return errorAnswer(request.id, { code: DENIED_ERROR_CODE, message, data: { _kvlar: notice, ...meta } })
  }
  const text = isPending
    ? pendingText(denial, approval, { place, tool: resource })
    : [
        '[BLOCKED BY KVLAR]',
        `Tool: ${resource}`,
        `Policy rule: ${denial.ruleId}`,
        `Reason: ${denial.reason}`,
        ...hintsLines(hintsOf(denial)),
      ]
  return lineOf({
    jsonrpc: '2.0',
    id: request.id,
    result: {
      // Required of every result since MCP 2026-07-28, unknown before.
      ...(isModern(request) ? { resultType: 'complete' } : {}),
      content: [{ type: 'text', text: text.join('\n') }],
      isError: true,
      ...meta,
      _kvlar: notice,
    },
  })
}

/** The answer that has the client ask its user, and repeat the request with what the user said (MCP 2026-07-28). */
export function inputRequiredAnswer(
  { id }: RequestMessage,
  inputRequests: JsonObject,
  requestState: string,
): Uint8Array {
  return lineOf({ jsonrpc: '2.0', id, result: { resultType: 'input_required', inputRequests, requestState } })
}

function pendingText(
  denial: Denial,
  { id, url }: ApprovalNotice,
  { place, tool }: { readonly place: string | undefined; readonly tool?: string },
): string[] {
  const where =
    place === undefined ? 'A reviewer has to approve it' : `A reviewer has to approve it: ${place}`
  return [
    `Approval required: ${id}`,
    'Nothing was executed',
    ...(tool === undefined ? [] : [`Tool: ${tool}`]),
    `Policy rule: ${denial.ruleId}`,
    `Reason: ${denial.reason}`,
    url === undefined ? where : `To be approved at: ${url}`,
    'Make the same call again once it is approved',
  ]
}

function metaOf({ id, status, expiresAtMs = NaN, url }: ApprovalNotice) {
  const expiresAt = new Date(expiresAtMs)
  return {
    id,
    status,
    ...(!Number.isNaN(expiresAt.getTime()) && { expiresAt: expiresAt.toISOString() }),
    ...(url !== undefined && { url }),
  }
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
  return lineOf({ jsonrpc: '2.0', id, error })
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
