import type { Approvals, Approver, HeldRequest } from '@kvlar/approvals'
import { cardOf } from '../card/card-of.ts'
import type { Card } from '../card/card.ts'
import type { ReadFile } from '../renderings/file-change.ts'
import { renderCall } from '../renderings/render-call.ts'
import type { RequestBook } from './pages/request-book.ts'

export interface CardMakerOptions {
  readonly approvals: Pick<Approvals, 'now'>
  readonly book: RequestBook
  /** Reads files that calls would change, where that is allowed. */
  readonly readFile: ReadFile
  readonly canEdit: boolean
}

/** Makes the card of a request: for somebody in particular, or for whoever looks at several together. */
export type MakeCard = (request: HeldRequest, approver?: Approver) => Promise<Card>

export function cardMaker({ approvals, book, readFile, canEdit }: CardMakerOptions): MakeCard {
  return async (request, approver) =>
    cardOf(request, {
      nowMs: approvals.now(),
      requests: await book.list(),
      renderings: renderCall(request.call, readFile),
      // What is decided together is neither edited nor revealed there.
      ...(approver !== undefined && { approver, canEdit }),
    })
}
