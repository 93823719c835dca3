import type { JsonObject } from '@kvlar/core'
import { requestFault, type Fault } from './fault.ts'
import { WIRE_LIMITS } from './limits.ts'
import type { MessageId } from './message.ts'
import type { Refusal } from './refusal.ts'
import { impostorKey, reservedKeys } from './reserved-keys.ts'

/** What a message is, by the members of its outermost object (JSON-RPC 2.0 sections 4 and 5). */
export type Envelope =
  | { readonly kind: 'request'; readonly id: MessageId; readonly method: string }
  | { readonly kind: 'notification'; readonly method: string }
  | { readonly kind: 'response'; readonly id: MessageId; readonly outcome: 'result' | 'error' }

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
  if (!isMessageId(id)) return requestFault('BAD_ID', ID_RULE)
  return { kind: 'request', id, method }
}

function readAnswer(object: JsonObject): Envelope | Fault {
  const { id } = object
  const hasResult = 'result' in object
  if (hasResult === 'error' in object || 'params' in object) {
    return requestFault('BAD_ENVELOPE', 'the message is neither a request nor exactly one result or error')
  }
  if (!isMessageId(id)) return requestFault('BAD_ID', ID_RULE)
  return { kind: 'response', id, outcome: hasResult ? 'result' : 'error' }
}

const ID_RULE = `the id is not a text of at most ${WIRE_LIMITS.idCharsMax} characters or a safe integer`

function isMessageId(id: unknown): id is MessageId {
  if (typeof id === 'string') return id.length <= WIRE_LIMITS.idCharsMax
  return Number.isSafeInteger(id) && !Object.is(id, -0)
}

/** Whom a refused message concerns, as far as its outermost object can be trusted to say. */
export function addresseeOf(object: Readonly<Record<string, unknown>>): Pick<Refusal, 'id' | 'about'> {
  const id = isMessageId(object['id']) ? object['id'] : null
  if ('method' in object) return { id, about: 'id' in object ? 'request' : 'notification' }
  return { id, about: 'result' in object || 'error' in object ? 'response' : 'unknown' }
}
