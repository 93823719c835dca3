import type { Action, Decision, EffectType, Facts } from '@kvlar/core'
import type { ConditionOutcome, ResultBody, TargetRecord } from '../entry/entry.ts'

/**
 * What happens on the way of a call, as whoever judges calls reports it; the proxy's events have this shape, and this
 * package does not know the proxy.
 */
export type RecordedEvent = DecidedEvent | ResultEvent | RefusedEvent

/** One action was decided. */
export interface DecidedEvent {
  readonly kind: 'decided'
  readonly sessionId: string
  /** Joins decision and result within the session. */
  readonly callId: number
  readonly from: 'client' | 'server'
  readonly method: string
  readonly requestId?: string | number
  /** With its parameters whole; they are redacted before anything is written. */
  readonly action: Action
  readonly redactFields: readonly string[]
  readonly decision: Decision
  /** What came of the decision. */
  readonly effective: RecordedVerdict
  /** In shadow mode: what enforcement would have said, where it would have stopped the call. */
  readonly wouldBe?: RecordedVerdict
  readonly policyDigest: string
  readonly facts: Facts
  /** SHA-256 in hexadecimal. */
  readonly toolDefinition?: string
  readonly approvalId?: string
  /** Outcomes of the conditions that read a hidden value, so that a replay need not see it. */
  readonly conditions?: readonly ConditionOutcome[]
  readonly protocolRevision?: string
  /** Microseconds. */
  readonly decideUs: number
}

/** What is kept of a verdict. */
export interface RecordedVerdict {
  readonly outcome: EffectType
  readonly code: string
  readonly reason: string
  /** The policy when absent. */
  readonly evaluator?: string
  readonly invalidates?: RecordedTarget
}

/** Who is turned away; everything has no id. */
export interface RecordedTarget {
  readonly kind: TargetRecord['kind']
  readonly id?: string
}

/** How a call that was forwarded ended. */
export interface ResultEvent {
  readonly kind: 'result'
  readonly sessionId: string
  readonly callId: number
  readonly result: ResultBody['result']
  /** SHA-256 of the answer, in hexadecimal. */
  readonly digest?: string
  readonly bytes?: number
  readonly latencyMs: number
}

/** A message that was not read, or had no place. */
export interface RefusedEvent {
  readonly kind: 'refused'
  readonly sessionId: string
  readonly from: 'client' | 'server'
  readonly code: string
  readonly message: string
  readonly digest?: string
  readonly bytes?: number
}

/** What every entry of one recording process shares. */
export interface EntryContext {
  /** Key of the home. */
  readonly digestKey: Uint8Array
  /** Version of Kvlar and of the data that its decisions read, such as `0.4.0 icu/78.1 tz/2026b`. */
  readonly engine: string
  /** Digest of what is in force beside the policies, as `describeEnforcement` of `@kvlar/gate` gives it. */
  readonly enforcementDigest?: string
}
