import type { Approver } from '../approvers/approver.ts'
import type { DecisionRecord } from './decision-record.ts'
import type { HeldRequest } from '../requests/held-request.ts'
import { LIMITS } from '../limits.ts'
import { mayApprove } from './may-approve.ts'
import { advance, settleClocks } from '../requests/settle-clocks.ts'

/** What one approver says about one request. */
export interface DecisionDraft {
  readonly verdict: 'approve' | 'deny'
  readonly approver: Approver
  readonly note?: string
  /** What the approver believes to decide about; must be the digest of the request when given. */
  readonly digest?: string
  readonly renderedDigest?: string
  /** `session` or a duration that the rule lists; `once` when absent. */
  readonly grant?: string
  /** Whether the grant covers calls of the same shape, as `shapeOf` makes it; the same arguments only when absent. */
  readonly isGeneral?: boolean
  /** Approve alone and outside the pool, in an emergency; needs the right and a reason. */
  readonly breakGlass?: boolean
}

export const REFUSAL_CODES = [
  'NOT_FOUND',
  'NOT_PENDING',
  'EXPIRED',
  'SELF_APPROVAL',
  'NOT_AN_APPROVER',
  'NOTE_REQUIRED',
  'NOTE_TOO_LONG',
  'DIGEST_MISMATCH',
  'GRANT_NOT_ALLOWED',
  'RIGHT_MISSING',
  'ALREADY_DECIDED_OTHERWISE',
  'TOO_MANY_DECISIONS',
  'NOT_ALIKE',
  'EDIT_NOT_ALLOWED',
  'EDIT_INVALID',
  'EDIT_DENIED',
] as const

export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** Why a decision does not count. */
export interface Refusal {
  readonly kind: 'refused'
  readonly code: RefusalCode
  readonly message: string
}

export type Applied =
  | { readonly kind: 'applied'; readonly request: HeldRequest; readonly record: DecisionRecord }
  /** The same person said the same before. */
  | { readonly kind: 'repeated'; readonly request: HeldRequest }
  | Refusal

/**
 * The request after a decision, or why the decision does not count. Every condition of a decision is here, and the
 * caller writes the result only if the request is still the one that was given: so all conditions hold at once.
 */
export function applyDecision(given: HeldRequest, draft: DecisionDraft, nowMs: number): Applied {
  const request = settleClocks(given, nowMs)
  const { verdict, approver } = draft
  if (draft.digest !== undefined && draft.digest !== request.digest)
    return refuse('DIGEST_MISMATCH', 'the digest is not that of the request; nothing was decided')
  const earlier = request.decisions.find((one) => one.approver === approver.id)
  if (earlier?.verdict === verdict) return { kind: 'repeated', request }
  if (request.state === 'expired') return refuse('EXPIRED', 'the request has expired; the call was denied')
  if (request.state !== 'pending')
    return refuse('NOT_PENDING', `the request is \`${request.state}\` already; nothing was decided`)
  if (earlier !== undefined && verdict === 'approve')
    return refuse('ALREADY_DECIDED_OTHERWISE', 'you have decided otherwise before; that stands')
  const refusal =
    checkPerson(request, draft, nowMs) ?? checkNote(request, draft) ?? checkGrant(request, draft)
  if (refusal !== undefined) return refusal
  if (request.decisions.length >= LIMITS.decisionsMax)
    return refuse('TOO_MANY_DECISIONS', 'the request has too many decisions; nothing was decided')
  const record = recordOf(draft, nowMs)
  const decided: HeldRequest = { ...request, decisions: [...request.decisions, record] }
  return { kind: 'applied', record, request: settled(decided, draft, nowMs) }
}

/** How many distinct people have approved; the requester counts only where their own word is enough. */
export function approvals(request: Pick<HeldRequest, 'decisions' | 'terms' | 'call'>): number {
  const { decisions, terms } = request
  const people = decisions.filter(({ verdict }) => verdict === 'approve').map(({ approver }) => approver)
  const isCounted = (id: string): boolean =>
    (terms.allowSelf && terms.quorum === 1) || !isRequester(request, id)
  return new Set(people.filter(isCounted)).size
}

function isRequester({ call }: Pick<HeldRequest, 'call'>, id: string): boolean {
  return id === call.principal.id || id === call.agentId
}

function settled(request: HeldRequest, draft: DecisionDraft, nowMs: number): HeldRequest {
  if (draft.verdict === 'deny') return advance(request, 'deny', nowMs) ?? request
  if (draft.breakGlass === true) {
    const approved = advance(request, 'approve', nowMs) ?? request
    const executeByMs = Math.min(approved.executeByMs ?? nowMs, nowMs + LIMITS.breakGlassMs)
    return { ...approved, executeByMs, isBreakGlass: true }
  }
  if (approvals(request) < request.terms.quorum) return request
  return advance(request, 'approve', nowMs) ?? request
}

function checkPerson(request: HeldRequest, draft: DecisionDraft, nowMs: number): Refusal | undefined {
  const { approver, breakGlass } = draft
  // Denying one's own call is harmless; approving it is what four eyes are for.
  const isSelf = isRequester(request, approver.id)
  if (isSelf && draft.verdict === 'approve' && (!request.terms.allowSelf || breakGlass === true))
    return refuse('SELF_APPROVAL', 'whoever asks does not approve; nothing was decided')
  if (breakGlass === true) {
    if (!approver.rights.includes('break_glass') || draft.verdict !== 'approve')
      return refuse('RIGHT_MISSING', 'you may not break the glass; nothing was decided')
    if ((draft.note?.trim().length ?? 0) < LIMITS.breakGlassNoteCharsMin)
      return refuse('NOTE_REQUIRED', 'breaking the glass needs a reason; nothing was decided')
    return undefined
  }
  // INVARIANT: `allow_self` makes nobody an approver where the rule names its approvers.
  if (!mayApprove(request, approver, nowMs))
    return refuse('NOT_AN_APPROVER', 'you are not among the approvers of this request; nothing was decided')
  return undefined
}

function checkNote({ terms }: HeldRequest, { verdict, note }: DecisionDraft): Refusal | undefined {
  if (note !== undefined && (note.length > LIMITS.noteCharsMax || !note.isWellFormed()))
    return refuse('NOTE_TOO_LONG', `a note has up to ${LIMITS.noteCharsMax} characters; nothing was decided`)
  if (verdict === 'deny' && terms.requireNote && (note ?? '').trim() === '')
    return refuse('NOTE_REQUIRED', 'a denial needs a note here; nothing was decided')
  return undefined
}

function checkGrant({ terms, rule }: HeldRequest, draft: DecisionDraft): Refusal | undefined {
  const { grant = 'once', verdict, breakGlass } = draft
  if (grant === 'once') return undefined
  const isAllowed = verdict === 'approve' && breakGlass !== true && rule.riskLevel !== 'critical'
  if (isAllowed && terms.grants.includes(grant)) return undefined
  return refuse(
    'GRANT_NOT_ALLOWED',
    `the rule does not let a reviewer grant \`${grant}\`; nothing was decided`,
  )
}

function recordOf(draft: DecisionDraft, atMs: number): DecisionRecord {
  const { approver, verdict, note, renderedDigest, grant, isGeneral, breakGlass } = draft
  return {
    approver: approver.id,
    authentication: approver.authentication,
    surface: approver.surface,
    verdict,
    atMs,
    ...(note !== undefined && note.trim() !== '' && { note }),
    ...(renderedDigest !== undefined && { renderedDigest }),
    ...(grant !== undefined && grant !== 'once' && { grant, ...(isGeneral === true && { isGeneral }) }),
    ...(breakGlass === true && { isBreakGlass: true }),
  }
}

function refuse(code: RefusalCode, message: string): Refusal {
  return { kind: 'refused', code, message }
}
