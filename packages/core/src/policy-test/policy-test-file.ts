import type { Action } from '../action.ts'
import type { EffectType, Origin } from '../rule.ts'

/** A test file of a policy (`*.test.yaml`), parameter tables expanded. */
export interface PolicyTestFile {
  readonly file: string
  /** The policy under test as written: relative to the test file. */
  readonly policy?: string
  readonly description?: string
  readonly cases: readonly PolicyTestCase[]
}

/** One action and what must be decided on it. */
export interface PolicyTestCase {
  readonly id: string
  readonly description?: string
  readonly origin: Origin
  readonly action: Action
  /** The time of the decision, in milliseconds since the epoch. */
  readonly nowMs: number
  readonly state: PolicyTestState
  readonly expect: EffectType
  /** The exact id of the rule that must decide. */
  readonly rule?: string
  /** A part of the reason. */
  readonly reasonContains?: string
}

/** What server-held state the case assumes; a rule that needs state which is not given cannot be evaluated. */
export interface PolicyTestState {
  readonly sessionAgeMs?: number
  /** Calls like the judged one within every window, or by window in milliseconds; it is included. */
  readonly calls?: number | ReadonlyMap<number, number>
  /** The calls that were made before: all of them. */
  readonly earlier?: readonly EarlierCall[]
}

export const EARLIER_RESULTS = ['ok', 'failed', 'running', 'not_run'] as const

/** A call that was made before the one that is judged. */
export interface EarlierCall {
  readonly action: Action
  /** When it was made: a point in time, or how long before the decision. */
  readonly when: { readonly atMs: number } | { readonly agoMs: number }
  /** What became of it: `running` was let go and has not ended, `not_run` was refused. */
  readonly result: (typeof EARLIER_RESULTS)[number]
  /** Absent: in the session of the judged call. */
  readonly session?: string
}
