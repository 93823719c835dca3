import type { RequestSummary } from './request-summary.ts'

/** How calls of the same tool that the same rule stopped were answered before. */
export interface History {
  readonly approved: number
  readonly denied: number
  readonly last?: { readonly by: string; readonly verdict: string; readonly atMs: number }
  /** Whether the tool's definition is another one than when it was last approved. */
  readonly isDefinitionChanged: boolean
}

/** The history of a request's rule and tool, of those that are kept. */
export function historyOf(request: RequestSummary, requests: readonly RequestSummary[]): History {
  const history = { approved: 0, denied: 0 }
  let last: RequestSummary['decisions'][number] | undefined
  let lastApproved: { readonly atMs: number; readonly definition: string | undefined } | undefined
  for (const one of requests) {
    const isAlike =
      one.id !== request.id &&
      one.ruleId === request.ruleId &&
      one.tool === request.tool &&
      one.server === request.server
    if (!isAlike) continue
    for (const decision of one.decisions) {
      history[decision.verdict === 'approve' ? 'approved' : 'denied'] += 1
      if (last === undefined || decision.atMs > last.atMs) last = decision
      const isLater = lastApproved === undefined || decision.atMs > lastApproved.atMs
      if (decision.verdict === 'approve' && isLater)
        lastApproved = { atMs: decision.atMs, definition: one.definition }
    }
  }
  return {
    ...history,
    ...(last !== undefined && {
      last: {
        by: last.approver,
        verdict: last.verdict === 'approve' ? 'approved' : 'denied',
        atMs: last.atMs,
      },
    }),
    isDefinitionChanged: lastApproved !== undefined && lastApproved.definition !== request.definition,
  }
}
