import { LIMITS, type Approvals, type Approver, type HeldRequest } from '@kvlar/approvals'
import type { Card } from '../../card/card.ts'
import type { RequestSummary } from '../../card/request-summary.ts'
import { batchView } from '../../page/card/batch-view.ts'
import { cardView } from '../../page/card/card-view.ts'
import type { Html } from '../../page/html.ts'
import { isGiven, queryText } from '../../page/query-text.ts'
import { emptyQueue, nothingFits, unknownRequest } from '../../page/queue-page.ts'
import { fitsFilter, type RequestFilter } from '../../page/request-filter.ts'
import type { MakeCard } from '../card-maker.ts'

export interface OpenCardOptions {
  readonly approvals: Approvals
  readonly makeCard: MakeCard
}

interface Visit {
  readonly query: unknown
  readonly filter: RequestFilter
  /** The most urgent first. */
  readonly pending: readonly RequestSummary[]
  readonly approver: Approver
}

/** What stands beside the list: the request or the requests that the address names, or else the most urgent. */
export async function openCard(
  options: OpenCardOptions,
  visit: Visit,
): Promise<{ readonly id?: string; readonly card: Html }> {
  const { approvals, makeCard } = options
  const { query, filter, pending, approver } = visit
  const batch = queryText(query, 'batch')
  if (batch !== '') return { card: await openBatch(options, batch.split(',', LIMITS.batchMax)) }
  const fitting = pending.filter((one) => fitsFilter(one, filter))
  const isNamed = isGiven(query, 'id') || isGiven(query, 'batch')
  const open = isNamed ? await approvals.get(queryText(query, 'id')) : await firstOf(options, fitting)
  // INVARIANT: an address that names a request shows that one or none.
  if (isNamed && open === undefined) return { card: unknownRequest() }
  if (open === undefined) return { card: pending.length === 0 ? emptyQueue() : nothingFits(pending.length) }
  return { id: open.id, card: cardView(await makeCard(open, approver), approvals.now()) }
}

async function openBatch({ approvals, makeCard }: OpenCardOptions, named: readonly string[]): Promise<Html> {
  const ids = new Set(named)
  const cards: Card[] = []
  for (const id of ids) {
    const found = await approvals.get(id)
    if (found !== undefined) cards.push(await makeCard(found))
  }
  return cards.length === 0 ? unknownRequest() : batchView(cards, ids.size, approvals.now())
}

/** The first that waits still: the summaries may be a moment behind. */
async function firstOf(
  { approvals }: OpenCardOptions,
  pending: readonly RequestSummary[],
): Promise<HeldRequest | undefined> {
  for (const { id } of pending) {
    const request = await approvals.get(id)
    if (request?.state === 'pending') return request
  }
  return undefined
}
