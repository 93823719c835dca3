import { canonicalJson } from '@kvlar/core/json'
import type { ShownRequest } from '../approval-event.ts'
import { approverPool } from '../decisions/may-approve.ts'
import type { RequestState } from '../requests/transition.ts'

/** What is told of a request after it was announced. */
export type ResolutionType =
  'approval.escalated' | 'approval.decided' | 'approval.executed' | 'approval.expired' | 'approval.cancelled'

/** What has ended a request by the time it is in a state, in order. */
const RESOLUTIONS: Readonly<Record<RequestState, readonly ResolutionType[]>> = {
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

/** One thing to tell of a request. */
export interface Telling {
  readonly type: ResolutionType
  /** The same from every process that tells it. */
  readonly id: string
}

/** Everything that there is to tell of a request by now, in order; each step of an escalation on its own. */
export function tellings({ id, state, escalations }: ShownRequest): readonly Telling[] {
  const steps = Array.from({ length: escalations }, (_, step) => `escalated_${step + 1}`)
  return [
    ...steps.map((step) => ({ type: 'approval.escalated' as const, id: `msg_${id}_${step}` })),
    ...RESOLUTIONS[state].map((type) => ({ type, id: `msg_${id}_${type.replace('approval.', '')}` })),
  ]
}

/** The body that tells what has become of a request. It holds neither arguments nor notes. */
export function resolutionMessage(type: ResolutionType, request: ShownRequest, nowMs: number): string {
  const { id, state, digest, decisions, endReason, escalations } = request
  return canonicalJson({
    type,
    timestamp: new Date(nowMs).toISOString(),
    data: {
      request_id: id,
      state,
      digest,
      end_reason: endReason ?? null,
      escalations,
      approvers: approverPool(request, nowMs),
      decisions: decisions.map(({ approver, verdict, surface, atMs }) => ({
        approver,
        verdict,
        surface,
        at: new Date(atMs).toISOString(),
      })),
    },
  })
}
