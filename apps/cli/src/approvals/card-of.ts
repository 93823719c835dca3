import type { Approvals, HeldRequest } from '@kvlar/approvals'
import { historyOf, renderCall, requestSummary } from '@kvlar/approvals/view'
import { cardLines } from './card-lines.ts'
import type { CardLine } from './card-line.ts'

/** What a reviewer sees of a request of this queue. */
export async function cardOf(
  approvals: Approvals,
  request: HeldRequest,
  width: number,
): Promise<readonly CardLine[]> {
  return cardLines(request, {
    nowMs: approvals.now(),
    width,
    // Files are shown by the page alone, under folders that its server was given.
    renderings: renderCall(request.call, () => undefined),
    history: historyOf(requestSummary(request), (await approvals.list()).map(requestSummary)),
  })
}
