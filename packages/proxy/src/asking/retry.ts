import { hash } from 'node:crypto'
import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from '@kvlar/core/json'
import { cutAt } from '../listing/json-edits.ts'
import type { RetryElicitation } from '../ports.ts'
import { elicitAction } from '../wire/answers/elicit.ts'
import { paramsFault } from '../wire/answers/fault.ts'
import type { RequestMessage } from '../wire/message.ts'
import type { Refusal } from '../wire/answers/refusal.ts'
import { isRetryState, openRetryState } from '../wire/retry-state.ts'
import type { Identity } from '../wire/to-actions.ts'

/** The methods whose answer may be `input_required` (MCP 2026-07-28, multi round-trip requests). */
const REPEATABLE: ReadonlySet<string> = new Set(['tools/call', 'prompts/get', 'resources/read'])

/** Under which key of `inputRequests` and `inputResponses` Kvlar asks. */
export const OWN_INPUT = 'kvlar'

/** A call that may be answered with `input_required`. */
export interface Repeatable {
  /** Of what is called, with which arguments and by whom: all that a repetition must share. */
  readonly digest: string
  readonly answered?: RetryElicitation['answered']
}

/** A repetition as it is judged and forwarded: without what is Kvlar's own. */
export interface Retry {
  readonly message: RequestMessage
  readonly repeatable: Repeatable
}

/** Whether a request claims to repeat a call upon a question of Kvlar's. */
export function isRetry({ from, params }: RequestMessage): boolean {
  return from === 'client' && params !== undefined && isRetryState(params['requestState'])
}

/** Reads a repetition, or refuses it: forged, expired, or of another call than the one that was asked about. */
export function readRetry(message: RequestMessage, identity: Identity, nowMs: number): Retry | Refusal {
  const { params = {}, id } = message
  const { requestState } = params
  const state = isRetryState(requestState) ? openRetryState(requestState) : undefined
  const digest = repeatableDigest(message, identity)
  if (state === undefined || digest === undefined || state.digest !== digest || nowMs >= state.expiresAtMs) {
    const text =
      '`requestState` is not one that Kvlar gave for this call, or has expired; make the call again without it'
    return { ...paramsFault('BAD_RETRY', text), id, about: 'request' }
  }
  const responses = params['inputResponses']
  const response = isJsonObject(responses) ? responses[OWN_INPUT] : undefined
  const { approvalId, mode } = state
  const answered = { approvalId, mode, action: elicitAction(response, mode) }
  return { message: withoutOurs(message), repeatable: { digest, answered } }
}

/** How a call is told again; undefined for one that may not be answered with `input_required`. */
export function repeatableOf(message: RequestMessage, identity: Identity): Repeatable | undefined {
  const { params } = message
  // What the server asked for is under way: its state and ours do not fit into one request.
  if (params?.['requestState'] !== undefined || params?.['inputResponses'] !== undefined) return undefined
  const digest = repeatableDigest(message, identity)
  return digest === undefined ? undefined : { digest }
}

function repeatableDigest({ method, params = {} }: RequestMessage, identity: Identity): string | undefined {
  if (!REPEATABLE.has(method)) return undefined
  const asked = without(params, ['_meta', 'requestState', 'inputResponses'])
  const { agentId, principal, server = null } = identity
  const { id, kind, roles } = principal
  try {
    return hash('sha256', canonicalJson([method, asked, agentId, id, kind, [...roles], server]))
  } catch {
    return undefined
  }
}

/** The request as if it were made for the first time; what it answers to the server stays. */
function withoutOurs(message: RequestMessage): RequestMessage {
  const { params = {} } = message
  const responses = params['inputResponses']
  const others = isJsonObject(responses) ? without(responses, [OWN_INPUT]) : {}
  if (Object.keys(others).length === 0) {
    const cut = ['requestState', 'inputResponses']
    return { ...message, params: without(params, cut), bytes: cutAt(message.bytes, ['params'], cut) }
  }
  const bytes = cutAt(message.bytes, ['params'], ['requestState'])
  return {
    ...message,
    params: without({ ...params, inputResponses: others }, ['requestState']),
    bytes: cutAt(bytes, ['params', 'inputResponses'], [OWN_INPUT]),
  }
}

/** Without a prototype, as the reader gives objects: no key of them means anything else. */
function without(object: JsonObject, keys: readonly string[]): JsonObject {
  const kept: { [key: string]: JsonValue } = Object.create(null)
  for (const [key, value] of Object.entries(object)) if (!keys.includes(key)) kept[key] = value
  return kept
}
