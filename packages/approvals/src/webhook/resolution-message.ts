import { canonicalJson } from '@kvlar/core'
import type { ShownRequest } from '../approval-event.ts'
import type { RequestState } from '../transition.ts'

/** What is told of a request after it was announced. */
export type ResolutionType =
  'approval.decided' | 'approval.executed' | 'approval.expired' | 'approval.cancelled'

/** What has happened to a request by the time it is in a state, in order. */
export const RESOLUTIONS: Readonly<Record<RequestState, readonly ResolutionType[]>> = {
  pending: [],
  approved: ['approval.decided'],
  denied: ['approval.decided'],
  executing: ['approval.decided'],
  executed: ['approval.decided', 'approval.executed'],
  failed: ['approval.decided', 'approval.executed'],
  interrupted: ['approval.decided', 'approval.executed'],
  lapsed: ['approval.decided', 'approval.expired'],
  expired: ['approval.expired'],
  superseded: ['approval.cancelled'],
  cancelled: ['approval.cancelled'],
}

/** The body that tells what has become of a request. It holds neither arguments nor notes. */
export function resolutionMessage(type: ResolutionType, request: ShownRequest, nowMs: number): string {
  const { id, state, digest, decisions, endReason } = request
  return canonicalJson({
    type,
    timestamp: new Date(nowMs).toISOString(),
    data: {
      request_id: id,
      state,
      digest,
      end_reason: endReason ?? null,
      decisions: decisions.map(({ approver, verdict, surface, atMs }) => ({
        approver,
        verdict,
        surface,
        at: new Date(atMs).toISOString(),
      })),
    },
  })
}
