import type { Approver } from './approvers/approver.ts'
import type { DecisionRecord } from './decisions/decision-record.ts'
import type { Grant } from './grants/grant.ts'
import type { HeldRequest } from './requests/held-request.ts'

/** A request without its sealed call: what records and announcements may hold. */
export type ShownRequest = Omit<HeldRequest, 'sealed'>

/** One thing that happened, for the audit record and for whoever is told. */
export type ApprovalEvent = RequestChange | GrantChange

export const REQUEST_CHANGES = [
  'requested',
  'joined',
  'notified',
  'viewed',
  'revealed',
  'confirmed',
  'decided',
  'escalated',
  'consumed',
  'finished',
  'expired',
  'lapsed',
  'superseded',
  'cancelled',
  'interrupted',
] as const

export interface RequestChange {
  readonly kind: (typeof REQUEST_CHANGES)[number]
  readonly atMs: number
  readonly request: ShownRequest
  /** With `decided`. */
  readonly decision?: DecisionRecord
  /** Who looked, revealed, edited or, as the requester, confirmed. */
  readonly approver?: Pick<Approver, 'id' | 'authentication' | 'surface'>
}

export interface GrantChange {
  readonly kind: 'grant_created' | 'grant_used' | 'grant_revoked'
  readonly atMs: number
  readonly grant: Grant
  /** With `grant_used`: the request it answered. */
  readonly requestId?: string
}

/**
 * Told of every change after it is durable. Rejecting on `consumed` and `grant_used` denies the call: nothing runs
 * that is not on record.
 */
export type ApprovalListener = (event: ApprovalEvent) => void | Promise<void>

/** The request without what only the key opens. */
export function shown(request: HeldRequest): ShownRequest {
  const { sealed, ...rest } = request
  void sealed
  return rest
}
