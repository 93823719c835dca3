import {
  approvals,
  mayApprove,
  openFields,
  type Approver,
  type DecisionRecord,
  type HeldRequest,
} from '@kvlar/approvals'
import { fieldText } from '../json/grant-json.ts'
import type { Rendering } from '../renderings/facts.ts'
import { REVIEW_LIMITS } from '../review-limits.ts'
import type {
  ArgumentsPart,
  ChangesPart,
  ChoicesPart,
  EarlierCall,
  HistoryPart,
  PeoplePart,
  RiskPart,
  ShownDecision,
  ToolPart,
  Warning,
} from './card.ts'
import { confirmWord } from './confirm-word.ts'
import type { EditableField } from './editable-fields.ts'
import type { History } from './history-of.ts'
import type { RequestSummary } from './request-summary.ts'
import { riskOf } from './risk-of.ts'
import type { ShownValue } from './shown-value.ts'

/* What each part of a card holds of a request. */

const POLICY_CHARS = 19
const DEFINITION_CHARS = 16

function isWaiting({ state }: Pick<HeldRequest, 'state'>): boolean {
  return state === 'pending'
}

export function riskPart(request: HeldRequest): RiskPart {
  const { state, rule, endReason, endedAtMs, policyDigest } = request
  const clock = clockOf(request)
  return {
    kind: 'risk',
    risk: riskOf(request),
    state,
    ...(endReason !== undefined && { endReason }),
    ...(clock !== undefined && { clock }),
    ...(endedAtMs !== undefined && { endedAtMs }),
    reason: rule.reason,
    ...(rule.matched !== undefined && { matched: rule.matched }),
    ruleId: rule.id,
    ...(rule.origin !== undefined && { place: `${rule.origin.file}:${rule.origin.line}` }),
    policy: policyDigest.slice(0, POLICY_CHARS),
  }
}

function clockOf({
  state,
  createdAtMs,
  expiresAtMs,
  decidedAtMs,
  executeByMs,
}: HeldRequest): RiskPart['clock'] {
  if (state === 'pending') return { kind: 'expires', fromMs: createdAtMs, untilMs: expiresAtMs }
  return state === 'approved' && executeByMs !== undefined
    ? { kind: 'must_run', fromMs: decidedAtMs ?? createdAtMs, untilMs: executeByMs }
    : undefined
}

export function toolPart({ call }: HeldRequest, { isDefinitionChanged }: History): ToolPart {
  const { resource, server, target, definition } = call
  return {
    kind: 'tool',
    resource,
    ...(server !== undefined && { server }),
    ...(target !== undefined && { target }),
    ...(definition !== undefined && { definition: definition.slice(0, DEFINITION_CHARS) }),
    isDefinitionChanged,
  }
}

export function warningsIn(renderings: readonly Rendering[]): readonly Warning[] {
  return renderings.flatMap(({ kind, facts }) =>
    facts.filter(({ tone }) => tone === 'danger').map(({ label, value }) => ({ about: kind, label, value })),
  )
}

export function argumentsPart(
  { call }: HeldRequest,
  approver: Approver | undefined,
  shown: { readonly values: readonly ShownValue[]; readonly hasWords: boolean; readonly isTooLong: boolean },
): ArgumentsPart {
  const mayReveal = call.hidden.length > 0 && approver?.rights.includes('reveal') === true
  return { kind: 'arguments', args: call.args, mayReveal, ...shown }
}

export function changesPart({ changes = [], editOf, replacedBy }: HeldRequest): ChangesPart | undefined {
  if (changes.length === 0) return undefined
  return {
    kind: 'changes',
    ...(editOf !== undefined && { editOf }),
    ...(replacedBy !== undefined && { replacedBy }),
    changes,
  }
}

export function historyPart(
  { id, sessionId, createdAtMs }: HeldRequest,
  { approved, denied, last }: History,
  requests: readonly RequestSummary[],
): HistoryPart {
  const calls = requests.filter(
    (one) => one.sessionId === sessionId && one.id !== id && one.createdAtMs <= createdAtMs,
  )
  return {
    kind: 'history',
    approved,
    denied,
    ...(last !== undefined && { last }),
    calls: calls.slice(0, REVIEW_LIMITS.sessionCallsMax).map(earlierCall),
  }
}

function earlierCall({ id, verb, subject, state, createdAtMs }: RequestSummary): EarlierCall {
  return { id, verb, ...(subject !== undefined && { subject }), state, atMs: createdAtMs }
}

export function peoplePart(request: HeldRequest, nowMs: number): PeoplePart {
  const { terms, decisions, createdAtMs } = request
  const { approvers, escalate, quorum, allowSelf } = terms
  const when = (atMs: number): PeoplePart['later'][number]['when'] => {
    if (atMs <= nowMs) return 'asked'
    return isWaiting(request) ? { atMs } : 'never'
  }
  return {
    kind: 'people',
    approvals: approvals(request),
    quorum,
    approvers,
    allowSelf,
    // Where any reviewer may answer, nobody is left to be asked later.
    later:
      approvers.length === 0
        ? []
        : escalate.map(({ afterMs, to }) => ({ to, when: when(createdAtMs + afterMs) })),
    decisions: decisions.map(shownDecision),
  }
}

function shownDecision(one: DecisionRecord): ShownDecision {
  const { approver, verdict, surface, authentication, grant, isBreakGlass, note } = one
  return {
    approver,
    verdict: verdict === 'approve' ? 'approved' : 'denied',
    through: `${surface}, ${authentication}`,
    ...(grant !== undefined && { grant }),
    isBreakGlass: isBreakGlass === true,
    ...(note !== undefined && { note }),
  }
}

export function choicesPart(
  request: HeldRequest,
  { approver, nowMs }: { readonly approver?: Approver; readonly nowMs: number },
  editable: readonly EditableField[],
): ChoicesPart {
  const { call, terms, redactFields, decisions } = request
  const isCritical = riskOf(request) === 'critical'
  const isApprover = approver !== undefined && mayApprove(request, approver, nowMs)
  const grants = isCritical ? [] : terms.grants.filter((grant) => grant !== 'once')
  return {
    kind: 'choices',
    needsNote: terms.requireNote,
    ...(isCritical && { confirmWord: confirmWord(request) }),
    grants,
    open: grants.length === 0 ? [] : openFields(call.args, redactFields).map(fieldText),
    editable: editable.map(({ path }) => path),
    ...(approver !== undefined && {
      reviewer: {
        mayApprove: isApprover,
        hasDecided: decisions.some((one) => one.approver === approver.id),
        // Where one yes is enough and theirs counts, there is no glass.
        mayBreakGlass: approver.rights.includes('break_glass') && !(isApprover && terms.quorum === 1),
      },
    }),
  }
}
