import type { Action, Decision, Facts } from '@kvlar/core'
import type { RefusalCode } from './wire/refusal.ts'
import type { MessageId, Side } from './wire/message.ts'
import type { Verdict } from './verdict.ts'

/**
 * Keeps what happened. A message is forwarded only after the record of its decision has returned or resolved;
 * throwing or rejecting denies the call. Events of one session arrive in the order in which they happened.
 */
export type Recorder = (event: ProxyEvent) => Promise<void> | void

/**
 * Asks a human about one call and resolves with the answer; rejecting denies. When `signal` aborts, the call was
 * cancelled or its connection ended, and nobody reads the answer.
 */
export type Ask = (request: AskRequest, signal: AbortSignal) => Promise<Answer>

/**
 * Sends a line that answers nothing: what Kvlar itself asks or tells a side. False when that side takes nothing at the
 * moment; the line is then left out.
 */
export type Emit = (to: Side, line: Uint8Array) => boolean

/** Calls back once after so many milliseconds, unless what it returns is called first. */
export type Schedule = (callback: () => void, ms: number) => () => void

export type ProxyEvent = DecidedEvent | ResultEvent | RefusedEvent

export interface EventHead {
  readonly sessionId: string
  /** Milliseconds since the epoch. */
  readonly atMs: number
  /** Revision of MCP that the connection speaks, once known. */
  readonly protocolRevision?: string
}

/** One action was decided. A call that waits for a human is decided twice, under the same `callId`. */
export interface DecidedEvent extends EventHead {
  readonly kind: 'decided'
  /** Counts the judged messages of the session; joins a decision and its result. */
  readonly callId: number
  /** Who sent the message. */
  readonly from: Side
  readonly method: string
  /** Absent for notifications. */
  readonly requestId?: MessageId
  /** With its parameters whole: whoever stores them redacts `redactFields` first. */
  readonly action: Action
  readonly redactFields: readonly string[]
  readonly decision: Decision
  readonly effective: Verdict
  readonly policyDigest: string
  /** Time and state that the decision read. */
  readonly facts: Facts
  /** SHA-256 of the tool's definition as the server last listed it, in hexadecimal. */
  readonly toolDefinition?: string
  /** The approval that the effective decision rests on. */
  readonly approvalId?: string
  /** How long deciding took, in microseconds. */
  readonly decideUs: number
}

/**
 * How a judged request that was forwarded ended; or `cancelled` one that was not, where its caller gave it up or an
 * approval had been used up for it. Of the last, a result that names the approval may follow one that does not.
 */
export interface ResultEvent extends EventHead {
  readonly kind: 'result'
  readonly callId: number
  /** `tool_error`: a result with `isError`; `failed`: a JSON-RPC error; `unknown`: the connection ended first. */
  readonly result: 'ok' | 'tool_error' | 'failed' | 'cancelled' | 'unknown'
  /** SHA-256 of the answer as it was received, in hexadecimal; absent when there was none. */
  readonly digest?: string
  readonly bytes?: number
  /** From the forwarding of the request to its end. */
  readonly latencyMs: number
  /** The approval that the call ran under. */
  readonly approvalId?: string
}

/** A line that was not forwarded because it has no single safe reading, or no place in the conversation. */
export interface RefusedEvent extends EventHead {
  readonly kind: 'refused'
  readonly from: Side
  readonly code: RefusalCode
  readonly message: string
  /** SHA-256 of the line, in hexadecimal, and its length; absent for a line that was never held whole. */
  readonly digest?: string
  readonly bytes?: number
}

/** What whoever asks a human is told. */
export interface AskRequest {
  readonly sessionId: string
  readonly callId: number
  readonly from: Side
  readonly method: string
  readonly action: Action
  readonly redactFields: readonly string[]
  /** Its outcome is `require_approval`, so `approval` is there. */
  readonly decision: Decision
  readonly policyDigest: string
  readonly toolDefinition?: string
  readonly protocolRevision?: string
  /**
   * What the policy says of the call by now, and the tool's definition by now: for whoever holds the answer, right before
   * an approval is used up. Never rejects; a definition that cannot be had is absent.
   */
  current(): Promise<Pick<AskRequest, 'decision' | 'toolDefinition'>>
  /** How the user of the client can be asked; absent when the client declared no elicitation. */
  readonly elicitation?: Elicitation
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

/**
 * What came of asking. `pending`: still waiting; the caller is told to make the same call again later. `input_required`:
 * the client's user is to be asked; for `elicitation` of the kind `retry` only, and `pending` for anybody else.
 */
export type Answer =
  | { readonly kind: 'approved'; readonly approvalId?: string }
  | { readonly kind: 'denied'; readonly approvalId?: string; readonly reason?: string }
  | { readonly kind: 'expired'; readonly approvalId?: string }
  /** The policy answers the call itself by now; the caller makes it again. */
  | { readonly kind: 'superseded'; readonly approvalId?: string; readonly reason: string }
  | PendingAnswer
  | { readonly kind: 'input_required'; readonly approvalId: string; readonly question: ElicitQuestion }

export interface PendingAnswer {
  readonly kind: 'pending'
  readonly approvalId?: string
  readonly reason?: string
  /** When the question lapses, in milliseconds since the epoch. */
  readonly expiresAtMs?: number
  /** Where a reviewer answers it. */
  readonly url?: string
}
