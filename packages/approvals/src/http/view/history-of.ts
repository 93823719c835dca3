import type { HeldRequest } from '../../held-request.ts'
import type { History } from './card.ts'

/** How calls of the same tool of the same server were answered before, of those that are kept. */
export function historyOf(request: HeldRequest, requests: readonly HeldRequest[]): History {
  const { call, id } = request
  const alike = requests.filter(
    (one) => one.id !== id && one.call.resource === call.resource && one.call.server === call.server,
  )
  const decisions = alike
    .flatMap((one) => one.decisions.map((decision) => ({ decision, definition: one.call.definition })))
    .sort((a, b) => b.decision.atMs - a.decision.atMs)
  const verdicts = (verdict: 'approve' | 'deny'): number =>
    decisions.filter(({ decision }) => decision.verdict === verdict).length
  const last = decisions[0]?.decision
  const approved = decisions.find(({ decision }) => decision.verdict === 'approve')
  return {
    approved: verdicts('approve'),
    denied: verdicts('deny'),
    ...(last !== undefined && {
      last: {
        by: last.approver,
        verdict: last.verdict === 'approve' ? 'approved' : 'denied',
        atMs: last.atMs,
      },
    }),
    isDefinitionChanged: approved !== undefined && approved.definition !== call.definition,
  }
}
