import type { FieldChange, RequestState } from '@kvlar/approvals'
import type { RiskLevel } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import type { Rendering } from '../renderings/facts.ts'
import type { ShownValue } from './shown-value.ts'

/** What a reviewer is shown of one request. Painters draw its parts one after the other and add no fact of their own. */
export interface Card {
  readonly id: string
  readonly state: RequestState
  readonly risk: RiskLevel
  /** Binds the approval to the exact call. */
  readonly digest: string
  /** SHA-256 of the arguments as they are shown; a decision keeps it. */
  readonly shownDigest: string
  /** Another one whenever there is something to look at that was not there before. */
  readonly revision: string
  /** In the order in which they are read. */
  readonly parts: readonly CardPart[]
}

export type CardPart =
  | HeadlinePart
  | RiskPart
  | WhoPart
  | ToolPart
  | WarningsPart
  | ArgumentsPart
  | RenderingsPart
  | ChangesPart
  | HistoryPart
  | PeoplePart
  | WordsPart
  | ChoicesPart

/** What is done and to what, in one line. */
export interface HeadlinePart {
  readonly kind: 'headline'
  readonly verb: string
  readonly subject?: string
}

/** How much is at stake, and why a rule stopped it. */
export interface RiskPart {
  readonly kind: 'risk'
  readonly risk: RiskLevel
  readonly state: RequestState
  readonly endReason?: string
  /** What ends next by itself. */
  readonly clock?: Clock
  readonly endedAtMs?: number
  readonly reason: string
  readonly matched?: string
  readonly ruleId: string
  /** File and line of the rule. */
  readonly place?: string
  readonly policy: string
}

export interface Clock {
  readonly kind: 'expires' | 'must_run'
  readonly fromMs: number
  readonly untilMs: number
}

/** Who asks. */
export interface WhoPart {
  readonly kind: 'who'
  readonly agentId: string
  readonly principal: { readonly id: string; readonly kind: string }
  readonly sessionId: string
}

/** Through what. */
export interface ToolPart {
  readonly kind: 'tool'
  readonly resource: string
  readonly server?: string
  readonly target?: string
  /** The beginning of the digest of its definition, when one was seen. */
  readonly definition?: string
  readonly isDefinitionChanged: boolean
}

/** What our own reading calls dangerous: the first thing to look at. */
export interface WarningsPart {
  readonly kind: 'warnings'
  readonly warnings: readonly Warning[]
}

export interface Warning {
  /** The reading it is from, such as `SQL`. */
  readonly about: string
  readonly label: string
  readonly value: string
}

/** The arguments; nothing of them is cut. */
export interface ArgumentsPart {
  readonly kind: 'arguments'
  readonly values: readonly ShownValue[]
  /** The same for those who would rather read JSON. */
  readonly args: JsonObject
  /** Whether the agent's own words, which come last, are arguments too. */
  readonly hasWords: boolean
  /** More than anybody reads; then approving is not offered. */
  readonly isTooLong: boolean
  /** Whether this reviewer may see what is hidden. */
  readonly mayReveal: boolean
}

/** What our own readers see in the arguments. */
export interface RenderingsPart {
  readonly kind: 'renderings'
  readonly renderings: readonly Rendering[]
}

/** What a reviewer changed in a call. */
export interface ChangesPart {
  readonly kind: 'changes'
  readonly editOf?: string
  readonly replacedBy?: string
  readonly changes: readonly FieldChange[]
}

/** What happened before: to this rule and tool, and in this session. */
export interface HistoryPart {
  readonly kind: 'history'
  readonly approved: number
  readonly denied: number
  readonly last?: { readonly by: string; readonly verdict: string; readonly atMs: number }
  /** Of the same session, newest first. */
  readonly calls: readonly EarlierCall[]
}

export interface EarlierCall {
  readonly id: string
  readonly verb: string
  readonly subject?: string
  readonly state: RequestState
  readonly atMs: number
}

/** Who may answer, who is asked later, and who has answered. */
export interface PeoplePart {
  readonly kind: 'people'
  readonly approvals: number
  readonly quorum: number
  /** Names of rules, such as `group:dba`; empty for any reviewer. */
  readonly approvers: readonly string[]
  readonly allowSelf: boolean
  readonly later: readonly Escalation[]
  readonly decisions: readonly ShownDecision[]
}

export interface Escalation {
  readonly to: readonly string[]
  /** From when on they are asked too; `never` once nobody is asked any more. */
  readonly when: 'asked' | 'never' | { readonly atMs: number }
}

export interface ShownDecision {
  readonly approver: string
  readonly verdict: 'approved' | 'denied'
  /** Surface and authentication. */
  readonly through: string
  readonly grant?: string
  readonly isBreakGlass: boolean
  readonly note?: string
}

/** What the agent says about its call, which is no evidence of what the call does. */
export interface WordsPart {
  readonly kind: 'words'
  readonly values: readonly ShownValue[]
  readonly isTooLong: boolean
}

/** What can be done about a request that waits. */
export interface ChoicesPart {
  readonly kind: 'choices'
  readonly needsNote: boolean
  /** What must be typed to approve a critical call. */
  readonly confirmWord?: string
  /** Grants beyond this call that the rule lets a reviewer give. */
  readonly grants: readonly string[]
  /** What a grant for like calls leaves open. */
  readonly open: readonly string[]
  /** Paths of what may be edited. */
  readonly editable: readonly string[]
  /** What is known of whoever looks; absent when nobody in particular does. */
  readonly reviewer?: {
    readonly mayApprove: boolean
    readonly hasDecided: boolean
    readonly mayBreakGlass: boolean
  }
}
