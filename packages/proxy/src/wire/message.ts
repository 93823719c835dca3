import type { JsonObject, JsonValue } from '@kvlar/core/json'
import type { MethodRow } from './methods.ts'

/** The two ends of a connection. */
export type Side = 'client' | 'server'

export const OTHER_SIDE = { client: 'server', server: 'client' } as const

/** A JSON-RPC id; `1` and `"1"` are two ids. */
export type MessageId = string | number

/** One JSON-RPC message of one reading. */
export type Message = RequestMessage | NotificationMessage | ResponseMessage

/** A call that expects an answer. */
export interface RequestMessage extends Sent {
  readonly kind: 'request'
  readonly id: MessageId
  readonly method: string
  /** What the table of methods says of it; undefined when the sender has no such request. */
  readonly row: MethodRow | undefined
  readonly params: JsonObject | undefined
}

/** A message that expects no answer. */
export interface NotificationMessage extends Sent {
  readonly kind: 'notification'
  readonly method: string
  /** What the table of methods says of it; undefined when the sender has no such notification. */
  readonly row: MethodRow | undefined
  readonly params: JsonObject | undefined
  /** Requests to the client that the parameters carry (`notifications/tasks`). */
  readonly embedded: readonly EmbeddedRequest[]
}

/** The answer to a request of the other side. */
export interface ResponseMessage extends Sent {
  readonly kind: 'response'
  /** Null in an error about a message whose id its reader could not make out. */
  readonly id: MessageId | null
  readonly outcome: 'result' | 'error'
  /** The result, or the error object. Inside a result, numbers may have lost digits that `bytes` still has. */
  readonly value: JsonValue
  /** Requests to the client that the result carries (`inputRequests`), judged like the server's own requests. */
  readonly embedded: readonly EmbeddedRequest[]
}

interface Sent {
  readonly from: Side
  /**
   * What to forward, without a line end. INVARIANT: these bytes have exactly the one reading that the other fields
   * give, and contain nothing that any reader takes for the end of a line.
   */
  readonly bytes: Uint8Array
}

/** One entry of `inputRequests` (MCP 2026-07-28, multi round-trip requests). */
export interface EmbeddedRequest {
  /** Its key in `inputRequests`. */
  readonly key: string
  readonly method: string
  readonly row: MethodRow | undefined
  readonly params: JsonObject | undefined
}
