import { canonicalJson, sha256Hex, type JsonObject } from '@kvlar/core/json'
import type { Approver, HeldRequest } from '@kvlar/approvals'
import type { Rendering } from '../renderings/facts.ts'
import { REVIEW_LIMITS } from '../review-limits.ts'
import type { Card, CardPart } from './card.ts'
import { editableFields, type EditableField } from './editable-fields.ts'
import { headline } from './headline.ts'
import { historyOf } from './history-of.ts'
import {
  argumentsPart,
  changesPart,
  choicesPart,
  historyPart,
  peoplePart,
  riskPart,
  toolPart,
  warningsIn,
} from './part-makers.ts'
import { readingOrder } from './reading-order.ts'
import { requestSummary, type RequestSummary } from './request-summary.ts'
import { riskOf } from './risk-of.ts'
import { shownValues } from './shown-value.ts'

export interface CardContext {
  readonly nowMs: number
  /** What our readers see in the call, as `renderCall` says it. */
  readonly renderings: readonly Rendering[]
  /** Everything that is kept of this queue, newest first. */
  readonly requests: readonly RequestSummary[]
  /** Who looks, where somebody in particular does. */
  readonly approver?: Approver
  /** Whether calls can be edited here. */
  readonly canEdit?: boolean
}

/** Everything a reviewer needs for one decision. INVARIANT: whoever paints it shows all of it, in this order. */
export function cardOf(request: HeldRequest, context: CardContext): Card {
  const { renderings } = context
  const editable = isWaiting(request) && context.canEdit === true ? editableFields(request) : []
  const { main, words } = valuesOf(request, editable)
  const isTooLong = canonicalJson(request.call.args).length > REVIEW_LIMITS.reviewCharsMax
  const warnings = warningsIn(renderings)
  const history = historyOf(requestSummary(request), context.requests)
  const parts: readonly (CardPart | undefined)[] = [
    { kind: 'headline', ...headline(request.call) },
    riskPart(request),
    {
      kind: 'who',
      agentId: request.call.agentId,
      principal: request.call.principal,
      sessionId: request.sessionId,
    },
    toolPart(request, history),
    warnings.length === 0 ? undefined : { kind: 'warnings', warnings },
    argumentsPart(request, context.approver, { values: main, hasWords: words.length > 0, isTooLong }),
    renderings.length === 0 ? undefined : { kind: 'renderings', renderings },
    changesPart(request),
    historyPart(request, history, context.requests),
    peoplePart(request, context.nowMs),
    words.length === 0 ? undefined : { kind: 'words', values: words, isTooLong },
    isWaiting(request) ? choicesPart(request, context, editable) : undefined,
  ]
  const shownDigest = shownDigestOf(request)
  return {
    id: request.id,
    state: request.state,
    risk: riskOf(request),
    digest: request.digest,
    shownDigest,
    revision: revisionOf(request, shownDigest, renderings),
    parts: parts.filter((part) => part !== undefined),
  }
}

/** SHA-256 of what every surface shows of the arguments. */
export function shownDigestOf({ call }: Pick<HeldRequest, 'call'>): string {
  const hidden = call.hidden.map(({ path, digest }) => [path, digest])
  return sha256Hex(canonicalJson([call.args, hidden]).toWellFormed())
}

function isWaiting({ state }: Pick<HeldRequest, 'state'>): boolean {
  return state === 'pending'
}

function valuesOf({ call }: HeldRequest, editable: readonly EditableField[]) {
  const { main, words } = readingOrder(call.args)
  const options = { hidden: call.hidden, editable }
  return { main: shownValues(main, options), words: shownValues(words, options) }
}

/** Whoever has read one revision to its end has read all there is while it stays. */
function revisionOf(
  { state, decisions, escalations }: HeldRequest,
  shownDigest: string,
  renderings: readonly Rendering[],
): string {
  // Renderings hold texts, numbers and lists alone.
  const seen = sha256Hex(
    `${shownDigest} ${canonicalJson(renderings as unknown as JsonObject)}`.toWellFormed(),
  )
  return `${state}:${decisions.length}:${escalations}:${seen.slice(0, 16)}`
}
