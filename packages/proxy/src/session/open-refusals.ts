import type { MessageId } from '../wire/message.ts'
import type { Refusal } from '../wire/answers/refusal.ts'

/** An id in flight belongs to another request: an error under it would be taken for that one's answer. */
export function notOpened(code: 'ID_IN_FLIGHT' | 'TOO_MANY_IN_FLIGHT', id: MessageId): Refusal {
  return code === 'ID_IN_FLIGHT'
    ? {
        code,
        message: 'a request uses an id that is in flight',
        jsonRpcCode: -32600,
        id: null,
        about: 'request',
      }
    : { code, message: 'too many requests are in flight', jsonRpcCode: -32600, id, about: 'request' }
}

/** Whoever sent it waits for nothing, so nobody is told. */
export function notOpen(): Refusal {
  const message = 'a response answers no open request'
  return { code: 'ID_NOT_OPEN', message, jsonRpcCode: -32600, id: null, about: 'notification' }
}
