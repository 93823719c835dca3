import type { ActionType, ApprovalTerms, Origin, Principal, RiskLevel } from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import type { DecisionRecord } from '../decisions/decision-record.ts'
import type { RequestState } from './transition.ts'

/** A call that waits, or waited, for people. Nothing in it is secret but `sealed`, which only the key opens. */
export interface HeldRequest {
  /** `apr_` and 32 hexadecimal digits. */
  readonly id: string
  readonly state: RequestState
  /** Binds the approval to the exact call; keyed, so small secrets cannot be guessed from it. */
  readonly digest: string
  readonly call: ShownCall
  /** The whole call under authenticated encryption, base64url. */
  readonly sealed: string
  readonly rule: AskingRule
  /** Recorded, not matched: a restart or an unrelated edit of the policy keeps a request. */
  readonly policyDigest: string
  readonly sessionId: string
  readonly terms: ApprovalTerms
  /** Key names and field paths whose values are never shown. */
  readonly redactFields: readonly string[]
  readonly createdAtMs: number
  /** First clock: pending at or after this is denied. */
  readonly expiresAtMs: number
  /** Second clock, set by the approval: not running by then, it lapses. */
  readonly executeByMs?: number
  readonly decidedAtMs?: number
  readonly endedAtMs?: number
  readonly decisions: readonly DecisionRecord[]
  /** Steps of `terms.escalate` that have been taken. */
  readonly escalations: number
  /** The process that asked, and once it runs the process that runs it. */
  readonly owner: string
  /** The grant that answered instead of a person. */
  readonly grantId?: string
  /** The request that a reviewer edited into this one. */
  readonly editOf?: string
  /** The request that took this one's place. */
  readonly replacedBy?: string
  readonly changes?: readonly FieldChange[]
  /** Approved in an emergency; somebody must look at it afterwards. */
  readonly isBreakGlass?: true
  /** Why it ended, where no decision says so. */
  readonly endReason?: string
}

/** What people see of a call. */
export interface ShownCall {
  readonly type: ActionType
  /** Tool name, URI or prompt name. */
  readonly resource: string
  readonly server?: string
  readonly target?: string
  readonly agentId: string
  readonly principal: Principal
  /** With hidden values replaced. */
  readonly args: JsonObject
  readonly hidden: readonly HiddenValue[]
  /** SHA-256 of the tool's definition, when one was seen. */
  readonly definition?: string
}

/** A value that is not shown: that it is there, of what type, how long, and a keyed digest to compare by. */
export interface HiddenValue {
  /** Key names and list positions from the top. */
  readonly path: readonly (string | number)[]
  readonly type: 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object'
  /** Characters of a string, items of an array, keys of an object. */
  readonly length?: number
  readonly digest: string
}

/** Why it was stopped. */
export interface AskingRule {
  readonly id: string
  readonly policy?: string
  readonly origin?: Origin
  readonly reason: string
  /** What of the call the rule met, in short and redacted. */
  readonly matched?: string
  readonly riskLevel?: RiskLevel
}

/** One field that a reviewer changed; hidden values stay hidden. */
export interface FieldChange {
  readonly path: string
  readonly before: JsonValue
  readonly after: JsonValue
}
