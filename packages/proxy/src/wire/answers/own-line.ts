import { Buffer } from 'node:buffer'
import type { JsonObject } from '@kvlar/core/json'
import { withoutLineEnds } from '../forwardable.ts'
import type { MessageId } from '../message.ts'

/** A message as bytes without a line end. */
export function lineOf(message: object): Uint8Array {
  return Buffer.from(withoutLineEnds(JSON.stringify(message)))
}

/** A request of our own (JSON-RPC 2.0 section 4). */
export function requestLine(id: MessageId, method: string, params: JsonObject): Uint8Array {
  return lineOf({ jsonrpc: '2.0', id, method, params })
}

/** A notification of our own (JSON-RPC 2.0 section 4.1). */
export function notificationLine(method: string, params: JsonObject): Uint8Array {
  return lineOf({ jsonrpc: '2.0', method, params })
}
