import type { Approvals, Approver, HeldRequest } from '@kvlar/approvals'
import { cardOf } from '../card/card-of.ts'
import type { Card } from '../card/card.ts'
import { requestSummary } from '../card/request-summary.ts'
import { renderCall } from '../renderings/render-call.ts'
import type { CardLine } from './card-line.ts'
import { cardLines } from './card-lines.ts'

export interface ShownCardOptions {
  /** Columns of the terminal. */
  readonly width: number
  /** Who looks, where somebody in particular does. */
  readonly approver?: Approver
  /** Whether calls can be edited here. */
  readonly canEdit?: boolean
}

/** What a terminal shows of a request of this queue. */
export async function shownCard(
  approvals: Approvals,
  request: HeldRequest,
  { width, ...who }: ShownCardOptions,
): Promise<readonly CardLine[]> {
  return cardLines(await cardAtTerminal(approvals, request, who), { nowMs: approvals.now(), width })
}

/** The card of a request of this queue. */
export async function cardAtTerminal(
  approvals: Approvals,
  request: HeldRequest,
  who: Omit<ShownCardOptions, 'width'> = {},
): Promise<Card> {
  return cardOf(request, {
    nowMs: approvals.now(),
    // Files are shown by the page alone, under folders that its server was given.
    renderings: renderCall(request.call, () => undefined),
    requests: (await approvals.list()).map(requestSummary),
    ...who,
  })
}
