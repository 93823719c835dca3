import type { JsonObject } from '@kvlar/core/json'
import { isMessageId } from './addressee.ts'
import { requestFault, type Fault } from './answers/fault.ts'
import { WIRE_LIMITS } from './limits.ts'
import type { MessageId } from './message.ts'
import { impostorKey, reservedKeys } from './reserved-keys.ts'

/** What a message is, by the members of its outermost object (JSON-RPC 2.0 sections 4 and 5). */
export type Envelope =
  | { readonly kind: 'request'; readonly id: MessageId; readonly method: string }
  | { readonly kind: 'notification'; readonly method: string }
  | { readonly kind: 'response'; readonly id: MessageId | null; readonly outcome: 'result' | 'error' }

const RESERVED = reservedKeys(['jsonrpc', 'id', 'method', 'params', 'result', 'error'])

/** Reads the outermost object; every message is exactly one of the three kinds. */
export function readEnvelope(object: JsonObject): Envelope | Fault {
  const impostor = impostorKey(object, RESERVED)
  if (impostor !== undefined) {
    return requestFault('RESERVED_KEY', 'a key could be read as a member of the JSON-RPC envelope')
  }
  if (object['jsonrpc'] !== '2.0') return requestFault('BAD_ENVELOPE', 'the message is not JSON-RPC 2.0')
  return 'method' in object ? readCall(object) : readAnswer(object)
}

function readCall(object: JsonObject): Envelope | Fault {
  const { method, id } = object
  if ('result' in object || 'error' in object) {
    return requestFault('BAD_ENVELOPE', 'the message has a method and a result or an error')
  }
  if (typeof method !== 'string') return requestFault('BAD_METHOD', 'the method is not a string')
  if (method === '' || method.length > WIRE_LIMITS.methodCharsMax) {
    return requestFault('BAD_METHOD', `the method is empty or over ${WIRE_LIMITS.methodCharsMax} characters`)
  }
  if (!('id' in object)) return { kind: 'notification', method }
  if (!isMessageId(id)) return BAD_ID
  return { kind: 'request', id, method }
}

function readAnswer(object: JsonObject): Envelope | Fault {
  // Minus zero is a zero whose sign no other reader keeps.
  const id = object['id'] === 0 ? 0 : object['id']
  const hasResult = 'result' in object
  if (hasResult === 'error' in object || 'params' in object) {
    return requestFault('BAD_ENVELOPE', 'the message is neither a request nor exactly one result or error')
  }
  if (hasResult) return isMessageId(id) ? { kind: 'response', id, outcome: 'result' } : BAD_ID
  // Null says that the server could not make out the id of what it complains of (JSON-RPC 2.0 section 5).
  return isMessageId(id) || id === null ? { kind: 'response', id, outcome: 'error' } : BAD_ID
}

const BAD_ID: Fault = requestFault(
  'BAD_ID',
  `the id is not a text of at most ${WIRE_LIMITS.idCharsMax} characters or a safe integer`,
)
