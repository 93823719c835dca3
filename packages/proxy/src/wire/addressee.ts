import { WIRE_LIMITS } from './limits.ts'
import type { MessageId, Side } from './message.ts'
import type { Refusal } from './answers/refusal.ts'

/** Whom a refused message concerns. */
export type Addressee = Pick<Refusal, 'id' | 'about'>

/** What the outermost members of a message say of it, however little of the rest can be read. */
export interface Outline {
  /** Null when there is none, or none that could be meant. */
  readonly id: MessageId | null
  readonly hasId: boolean
  readonly hasVersion: boolean
  readonly isCall: boolean
  readonly hasResult: boolean
  readonly hasError: boolean
}

export const NOBODY: Addressee = { id: null, about: 'unknown' }

/**
 * Whom to tell that a message was refused. What a server prints may be a line of its log that happens to be JSON: it
 * speaks for nobody, unless it names the protocol or holds a result.
 */
export function addresseeOf(outline: Outline, from: Side): Addressee {
  const { id, hasId, hasVersion, isCall, hasResult, hasError } = outline
  if (from === 'server' && !hasVersion && !hasResult) return NOBODY
  if (isCall) return { id, about: hasId ? 'request' : 'notification' }
  return { id, about: hasResult || hasError ? 'response' : 'unknown' }
}

/** The outline of an object that has been read. */
export function outlineOf(object: Readonly<Record<string, unknown>>): Outline {
  const { id, method } = object
  return {
    id: isMessageId(id) ? id : null,
    hasId: 'id' in object,
    hasVersion: 'jsonrpc' in object,
    isCall: method !== undefined && method !== null,
    hasResult: 'result' in object,
    hasError: 'error' in object,
  }
}

/** Whether a value can be an id: a text of bounded length or a safe integer that is written as one. */
export function isMessageId(id: unknown): id is MessageId {
  if (typeof id === 'string') return id.length <= WIRE_LIMITS.idCharsMax
  return Number.isSafeInteger(id) && !Object.is(id, -0)
}

/** Everybody who is to be told of the messages of one line, each once; nobody waits for a notification. */
export function everybody(found: readonly Addressee[]): readonly [Addressee, ...Addressee[]] {
  const distinct = new Map<string, Addressee>()
  for (const one of found) {
    if (one.about === 'notification') continue
    if (distinct.size >= WIRE_LIMITS.addresseesMax) break
    distinct.set(JSON.stringify([one.about, one.id]), one)
  }
  const [first = found[0] ?? NOBODY, ...others] = distinct.values()
  return [first, ...others]
}
