import type { EffectType, PrincipalKind, Truth } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'

/** Version of the entry format; a reader refuses any other. */
export const ENTRY_VERSION = 1

/** Stands in `prev` of a chain's first entry. */
export const GENESIS = 'genesis'

/** What every entry has. Times are RFC 3339 in UTC with milliseconds; digests are lower-case hexadecimal SHA-256. */
export interface EntryHead {
  readonly v: typeof ENTRY_VERSION
  /** Place in the chain, from 0. */
  readonly index: number
  /** Leaf hash of the entry before, or `genesis`. */
  readonly prev: string
  readonly time: string
}

/** The first entry of a chain: which one it is, and with what it is written. */
export interface GenesisBody {
  readonly kind: 'genesis'
  /** 32 hexadecimal digits. */
  readonly chain: string
  readonly home: string
  readonly key_id: string
  readonly suite: string
  /** Versions that a replay must know: Kvlar, Node, ICU, time zone data, crypto backend. */
  readonly versions: JsonObject
  /** Heads of the other chains of the home, as in a checkpoint, and of a chain that this writer had to leave. */
  readonly others: readonly HeadRecord[]
}

export interface HeadRecord {
  readonly chain: string
  readonly size: number
  /** Merkle root in base64. */
  readonly root: string
}

/** A policy came into force; its text is kept once, by digest, beside the chains. */
export interface PolicyBody {
  readonly kind: 'policy'
  /** Digest of the engine: over the digests of all policies in order. */
  readonly policy_digest: string
  /** Of each policy its name, the digest of its meaning, and file and digest of each text. */
  readonly policies: readonly JsonObject[]
  /** What stops calls beside them; absent where nothing does. */
  readonly enforcement?: EnforcementRecord
  /** Shadow mode: what is stopped here is let go all the same. Absent where everything is enforced. */
  readonly observe_only?: ObserveOnlyRecord
}

/** Invariants, drift and evaluators, which no reload of policies changes. */
export interface EnforcementRecord {
  /** Over the meaning of all of it. */
  readonly digest: string
  /** Names. */
  readonly invariants?: readonly string[]
  /** The file that they were read from, whose text is kept as that of a policy. */
  readonly text?: { readonly file: string; readonly digest: string }
  readonly drift?: JsonObject
  /** Names. */
  readonly evaluators?: readonly string[]
}

export interface ObserveOnlyRecord {
  /** When it ends by itself. */
  readonly until?: string
  readonly lifts_invariants?: true
}

/** An action was decided. */
export interface DecidedBody {
  readonly kind: 'decided'
  /** Joins decision, approval steps and result. */
  readonly decision_id: string
  readonly session_id: string
  readonly from: 'client' | 'server'
  readonly method: string
  readonly request_id?: string | number
  readonly action_type: string
  readonly resource: string
  readonly target?: string
  readonly agent_id: string
  readonly principal: { readonly id: string; readonly kind: PrincipalKind; readonly roles: readonly string[] }
  readonly server?: string
  readonly tool_definition?: string
  /** Redacted; absent when over the bound, and when no rule matched. */
  readonly parameters?: JsonObject
  /** Key names and types, in place of the parameters when no rule matched. */
  readonly shape?: JsonObject
  /** Keyed digest of the canonical parameters as they ran. */
  readonly parameters_digest: string
  /** Length of the canonical parameters in bytes. */
  readonly parameters_bytes: number
  /** Each hidden value: path, type, length and keyed digest. */
  readonly hidden?: readonly HiddenValue[]
  /** Outcome of each condition that read a hidden value, so that a replay need not see it. */
  readonly conditions?: readonly ConditionOutcome[]
  /** Time and state that the decision read. */
  readonly facts: FactsRecord
  readonly policy_digest: string
  /** `enforcement.digest` of what was in force beside the policies; absent where nothing was. */
  readonly enforcement_digest?: string
  readonly matched_rule: string
  readonly policy?: string
  readonly code: string
  readonly reason: string
  /** Present when the rule matched only because a condition could not be evaluated. */
  readonly error?: string
  /** What the deciding rule met, in short and redacted; not on what the policy allows. */
  readonly matched?: string
  readonly decision: EffectType
  /** What happened to the message. */
  readonly effective: 'forward' | 'refuse' | 'wait'
  /** Why, where it is not the decision's own code and reason: an approval, a failed record, a protected path. */
  readonly effective_code?: string
  readonly effective_reason?: string
  /** Who said so, where it is not the policy. */
  readonly evaluator?: string
  /** In shadow mode: what enforcement would have said of what was forwarded. */
  readonly would_be?: WouldBe
  /** Who is turned away from here on. */
  readonly invalidates?: TargetRecord
  /** The seed's word for what happened. */
  readonly outcome: 'allowed' | 'denied' | 'pending_approval'
  readonly approval_id?: string
  readonly protocol?: string
  /** Versions of Kvlar and of the data that its decisions read. */
  readonly engine: string
  readonly decide_us: number
}

export interface WouldBe {
  readonly effective: 'refuse' | 'wait'
  readonly code: string
  readonly reason: string
  readonly evaluator: string
}

/** A session, a principal, a role or everything, which has no id. */
export interface TargetRecord {
  readonly kind: 'session' | 'principal' | 'role' | 'everything'
  readonly id?: string
}

export interface HiddenValue {
  /** Key names from the top, list positions as numbers. */
  readonly path: readonly (string | number)[]
  readonly type: 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object'
  /** Characters, items or keys. */
  readonly length?: number
  /** HMAC-SHA-256 under the home's key: equality can be proved, small values cannot be guessed. */
  readonly digest: string
}

export interface ConditionOutcome {
  readonly rule: string
  /** Place of the condition, as in a trace. */
  readonly part: string
  readonly truth: Truth
}

export interface FactsRecord {
  readonly now_ms: number
  /** Calls within a window, by the need's key. A list, because a key may hold what no JSON key of ours may. */
  readonly counts?: readonly { readonly key: string; readonly count: number }[]
  readonly session_started_at_ms?: number
}

/** How a call that was forwarded ended. */
export interface ResultBody {
  readonly kind: 'result'
  readonly decision_id: string
  readonly result: 'ok' | 'tool_error' | 'failed' | 'cancelled' | 'unknown'
  readonly digest?: string
  readonly bytes?: number
  readonly latency_ms: number
}

/** A message that could not be read in one way, or had no place in the conversation. */
export interface RefusedBody {
  readonly kind: 'refused'
  readonly session_id: string
  readonly from: 'client' | 'server'
  readonly code: string
  readonly message: string
  readonly digest?: string
  readonly bytes?: number
}

/** A step of an approval: requested, notified, viewed, decided, consumed, expired and so on. */
export interface ApprovalBody {
  readonly kind: 'approval'
  readonly approval_id: string
  readonly step: string
  readonly decision_id?: string
  /** Who did it, from authentication. */
  readonly by?: string
  /** Keyed digest that binds the approval to the call. */
  readonly digest?: string
  readonly detail?: JsonObject
}

/** A hidden value was shown to a reviewer. */
export interface RevealBody {
  readonly kind: 'reveal'
  readonly approval_id: string
  readonly by: string
  readonly path: readonly (string | number)[]
}

/** Somebody was turned away by a person, or let in again. */
export interface RevocationBody {
  readonly kind: 'revocation'
  readonly step: 'revoked' | 'restored'
  readonly target: TargetRecord
  readonly by: string
  readonly reason: string
}

/** From here on another key signs. */
export interface KeyBody {
  readonly kind: 'key'
  readonly key_id: string
  readonly suite: string
  readonly previous_key_id: string
}

/** A chain whose writer died is continued: what was found, and which entries its last checkpoint does not cover. */
export interface RecoveryBody {
  readonly kind: 'recovery'
  /** First entry that no checkpoint of the dead writer covers; equal to `index` when all are covered. */
  readonly unsigned_from: number
  /** Bytes of a torn last line, set aside; 0 when there was none. */
  readonly torn_bytes: number
  readonly torn_digest?: string
}

/** The counters of limits were begun, or some of what stands in them was forgotten by a person. */
export interface LimitsBody {
  readonly kind: 'limits'
  readonly step: 'begun' | 'reset'
  /** Names the store. */
  readonly store: string
  /** Which series was forgotten; all when absent. */
  readonly series?: string
  /** How many calls stood in what was forgotten. */
  readonly calls?: number
}

/** A store of sessions was begun, or a person had every session in it begin anew. */
export interface SessionsBody {
  readonly kind: 'sessions'
  readonly step: 'begun' | 'reset'
  /** Names the store. */
  readonly store: string
}

/** The writer ended in order. */
export interface CloseBody {
  readonly kind: 'close'
  readonly reason: string
}

export type EntryBody =
  | GenesisBody
  | PolicyBody
  | DecidedBody
  | ResultBody
  | RefusedBody
  | ApprovalBody
  | RevealBody
  | RevocationBody
  | KeyBody
  | RecoveryBody
  | LimitsBody
  | SessionsBody
  | CloseBody

export type EntryKind = EntryBody['kind']

/** One line of the record. */
export type Entry = EntryHead & EntryBody
