import type { Approver } from '../approvers/approver.ts'
import type { ShownRequest } from '../approval-event.ts'
import type { HeldRequest } from '../requests/held-request.ts'

/** Who may decide a request by now: the approvers of the rule and of every escalation step whose time has come. */
export function approverPool(
  request: Pick<ShownRequest, 'terms' | 'createdAtMs'>,
  nowMs: number,
): readonly string[] {
  const { approvers, escalate } = request.terms
  // Nobody named means anybody; asking more people in addition takes nothing away from that.
  if (approvers.length === 0) return []
  const due = escalate.filter(({ afterMs }) => nowMs >= request.createdAtMs + afterMs)
  return [...approvers, ...due.flatMap(({ to }) => to)]
}

/** Whether this approver is in the pool; an empty pool is any reviewer. */
export function mayApprove(request: HeldRequest, approver: Approver, nowMs: number): boolean {
  const pool = approverPool(request, nowMs)
  if (pool.length === 0) return true
  const names = new Set([
    `user:${approver.id}`,
    ...approver.groups.map((group) => `group:${group}`),
    ...approver.roles.map((role) => `role:${role}`),
  ])
  return pool.some((name) => names.has(name))
}
