import type { MessageId } from '../message.ts'

/** Why a line is not forwarded. Closed: audit entries and tests rely on it. */
export const REFUSAL_CODES = [
  'LINE_TOO_LONG',
  'NOT_UTF8',
  'NOT_JSON',
  'BATCH',
  'NOT_AN_OBJECT',
  'DUPLICATE_KEY',
  'CONTROL_CHARACTER',
  'TOO_DEEP',
  'TOO_LARGE',
  'FOLDED_KEY',
  'RESERVED_KEY',
  'LONE_SURROGATE',
  'NUMBER_CHANGES',
  'BAD_ENVELOPE',
  'BAD_ID',
  'BAD_METHOD',
  'UNSAFE_NAME',
  'BAD_PARAMS',
  'BAD_RETRY',
  'ID_MISSING',
  'ID_UNEXPECTED',
  'ID_IN_FLIGHT',
  'TOO_MANY_IN_FLIGHT',
  'ID_NOT_OPEN',
] as const

export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** One line that has no single safe reading: it is not forwarded. */
export interface Refusal {
  readonly code: RefusalCode
  /** For people, free of the message's content beyond key and method names. */
  readonly message: string
  /** Error code of the answer, where there is someone to answer (JSON-RPC 2.0 section 5.1). */
  readonly jsonRpcCode: -32700 | -32600 | -32602
  /** The message's id, null when it could not be read. */
  readonly id: MessageId | null
  /**
   * What the line looks like. A `request` is answered with an error to its sender, a `response` becomes an error to
   * whoever waits for it, a `notification` is dropped; an `unknown` line from the client is answered with id null.
   */
  readonly about: 'request' | 'notification' | 'response' | 'unknown'
  /** Who else is concerned, where the line holds more than one message. */
  readonly others?: readonly Pick<Refusal, 'id' | 'about'>[]
}
