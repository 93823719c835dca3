import type {
  Answer as GateAnswer,
  Ask as GateAsk,
  AskRequest as GateAskRequest,
  DecidedEvent as GateDecidedEvent,
  Permit,
  Recorder as GateRecorder,
  RefusedEvent as GateRefusedEvent,
  ResultEvent as GateResultEvent,
  Surface,
} from '@kvlar/gate'
import type { MessageId, Side } from './wire/message.ts'
import type { RefusalCode } from './wire/answers/refusal.ts'

/** What MCP carries along the road of a call. */
export interface Mcp extends Surface {
  readonly context: {
    /** Who sent the message. */
    readonly from: Side
    readonly method: string
    /** Absent for notifications. */
    readonly requestId?: MessageId
    /** Revision of MCP that the connection speaks, once known. */
    readonly protocolRevision?: string
  }
  readonly waiting: {
    /** How the user of the client can be asked; absent when the client declared no elicitation. */
    readonly elicitation?: Elicitation
    /** Aborts when nothing can wait here any longer: `pending` is the answer then, and the request goes on waiting. */
    readonly leave?: AbortSignal
  }
  readonly question: ElicitQuestion
  readonly permit: McpPermit
}

/** Leave for one call of a tool, as the server gets it: the text that stands in `_meta`. */
export interface McpPermit extends Permit {
  readonly text: string
}

/** Keeps what happened; a message is forwarded only after the record of its decision has returned or resolved. */
export type Recorder = GateRecorder<ProxyEvent>

/** Asks people about one call. */
export type Ask = GateAsk<Mcp>
export type AskRequest = GateAskRequest<Mcp>
export type Answer = GateAnswer<Mcp>

/**
 * Sends a line that answers nothing: what Kvlar itself asks or tells a side. False when that side takes nothing at the
 * moment; the line is then left out.
 */
export type Emit = (to: Side, line: Uint8Array) => boolean

/** Calls back once after so many milliseconds, unless what it returns is called first. */
export type Schedule = (callback: () => void, ms: number) => () => void

export type ProxyEvent = DecidedEvent | ResultEvent | RefusedEvent

/** One action of a message was decided. */
export type DecidedEvent = GateDecidedEvent<Mcp>

/** How a judged request ended. `failed`: a JSON-RPC error. */
export interface ResultEvent extends GateResultEvent {
  readonly protocolRevision?: string
}

/** A line that was not forwarded because it has no single safe reading, or no place in the conversation. */
export interface RefusedEvent extends GateRefusedEvent {
  readonly from: Side
  readonly code: RefusalCode
  readonly protocolRevision?: string
}

/** The user of the client can be asked: while the call waits, or by an answer to it that the client repeats it upon. */
export type Elicitation = NestedElicitation | RetryElicitation

/** Until 2025-11-25: a request to the client while its own waits. */
export interface NestedElicitation {
  readonly kind: 'nested'
  /** Whether the client takes forms, and whether it takes links. */
  readonly form: boolean
  readonly url: boolean
  /** Asks the client's user; rejects when there is nobody to ask any more. Accepted is only what was confirmed. */
  ask(question: ElicitQuestion): Promise<ElicitAction>
}

/** Since 2026-07-28: the answer is `input_required`, and the client repeats its request with what the user said. */
export interface RetryElicitation {
  readonly kind: 'retry'
  readonly form: boolean
  readonly url: boolean
  /** What the user said of an earlier question about this very call. */
  readonly answered?: {
    readonly approvalId: string
    /** How the question was put. */
    readonly mode: ElicitQuestion['mode']
    readonly action: ElicitAction
  }
}

export type ElicitAction = 'accept' | 'decline' | 'cancel'

/** One question to the user of the client. `message` is made visible by whoever asks; its length is bounded here. */
export type ElicitQuestion =
  | { readonly mode: 'form'; readonly approvalId: string; readonly message: string }
  | { readonly mode: 'url'; readonly approvalId: string; readonly message: string; readonly url: string }
