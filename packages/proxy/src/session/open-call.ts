import { isJsonObject, type JsonValue } from '@kvlar/core/json'
import { LIMITS } from '../limits.ts'
import type { Repeatable } from '../asking/retry.ts'
import type { RequestMessage } from '../wire/message.ts'

/** The key under which every request of the newest era states its revision (MCP 2026-07-28). */
const REVISION_KEY = 'io.modelcontextprotocol/protocolVersion'

/** A request that has not been answered, and what is needed when it is. */
export interface OpenCall {
  /** The request as far as an answer to it needs it: without its arguments, which may be large. */
  readonly request: RequestMessage
  /** Zero when the request is not judged: then no result is recorded. */
  readonly callId: number
  /** The revision that the request itself states; absent before 2026-07-28. */
  readonly revision: string | undefined
  /**
   * `judging`: not forwarded yet; `held`: waits for a human; `sent`: forwarded; `answered`: its answer is being judged;
   * `void`: cancelled before it was forwarded, so it never will be.
   */
  state: 'judging' | 'held' | 'sent' | 'answered' | 'void'
  /** When it was forwarded, by the clock of `performance.now`. */
  sentAt: number
  /** Its result is recorded already: it was cancelled after it was forwarded. */
  closed: boolean
  /** Its sender has given it up: nobody waits for its answer. */
  cancelled: boolean
  /** Ends the waiting for a human. */
  leave: (() => void) | undefined
  /** The approval that it runs under. */
  approvalId: string | undefined
  /** How its client is told to make it again with what its user said; set for a call that waits or repeats another. */
  repeatable: Repeatable | undefined
}

const NO_BYTES = new Uint8Array(0)

export function openCall(message: RequestMessage, callId: number): OpenCall {
  return {
    request: withoutArguments(message),
    callId,
    revision: statedRevision(message),
    state: 'judging',
    sentAt: 0,
    closed: false,
    cancelled: false,
    leave: undefined,
    approvalId: undefined,
    repeatable: undefined,
  }
}

function withoutArguments(message: RequestMessage): RequestMessage {
  const { row, params } = message
  const kept: { [key: string]: JsonValue } = {}
  const keep = (key: string): void => {
    if (params?.[key] !== undefined) kept[key] = params[key]
  }
  keep('_meta')
  keep('task')
  // Tells a first page from those that follow it.
  keep('cursor')
  // The key is one of the table's, never the sender's.
  if (row?.resource.kind === 'param') keep(row.resource.name)
  return { ...message, bytes: NO_BYTES, params: kept }
}

function statedRevision({ params }: RequestMessage): string | undefined {
  const meta = params?.['_meta']
  const revision = isJsonObject(meta) ? meta[REVISION_KEY] : undefined
  return typeof revision === 'string' ? revision.slice(0, LIMITS.revisionCharsMax) : undefined
}
