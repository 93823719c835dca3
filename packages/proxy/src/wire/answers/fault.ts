import type { Refusal } from './refusal.ts'

/** What is wrong with a message, before it is known whom to tell. */
export type Fault = Pick<Refusal, 'code' | 'message' | 'jsonRpcCode'>

/** A message that is not valid JSON-RPC. */
export function requestFault(code: Fault['code'], message: string): Fault {
  return { code, message, jsonRpcCode: -32600 }
}

/** Parameters that are not what the method takes. */
export function paramsFault(code: Fault['code'], message: string): Fault {
  return { code, message, jsonRpcCode: -32602 }
}
