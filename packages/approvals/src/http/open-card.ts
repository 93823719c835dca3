import type { Approvals } from '../approvals.ts'
import type { Approver } from '../approver.ts'
import type { HeldRequest } from '../held-request.ts'
import { LIMITS } from '../limits.ts'
import { HTTP_LIMITS } from './http-limits.ts'
import type { ReadFile } from './render/file-change.ts'
import { isGiven, queryText } from './query-text.ts'
import { renderCall } from './render/render-call.ts'
import { fitsFilter, type RequestFilter } from './request-filter.ts'
import { requestSummary, type RequestSummary } from './request-summary.ts'
import { batchCard } from './view/batch-card.ts'
import { card } from './view/card.ts'
import { historyOf } from './view/history-of.ts'
import type { Html } from './view/html.ts'
import { emptyQueue, unknownRequest } from './view/queue-page.ts'

export interface OpenCardOptions {
  readonly approvals: Approvals
  readonly readFile: ReadFile
  readonly canEdit: boolean
}

interface Visit {
  readonly query: unknown
  readonly filter: RequestFilter
  /** Oldest first. */
  readonly pending: readonly RequestSummary[]
  /** Newest first. */
  readonly requests: readonly RequestSummary[]
  readonly approver: Approver
}

/** What stands beside the list: the request or the requests that the address names, or else the oldest that waits. */
export async function openCard(
  options: OpenCardOptions,
  visit: Visit,
): Promise<{ readonly id?: string; readonly card: Html }> {
  const { approvals } = options
  const { query, filter, pending } = visit
  const batch = queryText(query, 'batch')
  if (batch !== '') {
    const ids = new Set(batch.split(',', LIMITS.batchMax))
    const requests: HeldRequest[] = []
    for (const one of ids) {
      const found = await approvals.get(one)
      if (found !== undefined) requests.push(found)
    }
    if (requests.length === 0) return { card: unknownRequest() }
    return { card: batchCard(requests, ({ call }) => renderCall(call, options.readFile), ids.size) }
  }
  const fitting = pending.filter((one) => fitsFilter(one, filter))
  const isNamed = isGiven(query, 'id') || isGiven(query, 'batch')
  const open = isNamed ? await approvals.get(queryText(query, 'id')) : await oldest(options, fitting)
  // INVARIANT: an address that names a request shows that one or none.
  if (isNamed && open === undefined) return { card: unknownRequest() }
  if (open === undefined) return { card: emptyQueue(pending.length > 0) }
  return { id: open.id, card: cardOf(options, open, visit) }
}

/** The oldest that waits still: the summaries may be a moment behind. */
async function oldest(
  { approvals }: OpenCardOptions,
  pending: readonly RequestSummary[],
): Promise<HeldRequest | undefined> {
  for (const { id } of pending) {
    const request = await approvals.get(id)
    if (request?.state === 'pending') return request
  }
  return undefined
}

function cardOf(
  { approvals, readFile, canEdit }: OpenCardOptions,
  request: HeldRequest,
  { approver, requests }: Visit,
): Html {
  const { id, sessionId, createdAtMs } = request
  return card(request, {
    nowMs: approvals.now(),
    approver,
    canEdit,
    renderings: renderCall(request.call, readFile),
    history: historyOf(requestSummary(request), requests),
    sessionCalls: requests
      .filter((one) => one.sessionId === sessionId && one.id !== id && one.createdAtMs <= createdAtMs)
      .slice(0, HTTP_LIMITS.sessionCallsMax),
  })
}
