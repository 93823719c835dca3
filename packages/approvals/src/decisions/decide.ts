import { applyDecision, type Applied, type DecisionDraft, type Refusal } from './apply-decision.ts'
import type { HeldRequest } from '../requests/held-request.ts'
import { giveGrant } from '../grants/give-grant.ts'
import { LIMITS } from '../limits.ts'
import { loadRequest, noteChange, updateRequest, type Queue } from '../store/queue.ts'

/** What came of a decision: it counts, or why not. A request can still be pending when others must approve too. */
export type DecideAnswer = { readonly kind: 'decided' | 'repeated'; readonly request: HeldRequest } | Refusal

const NOT_FOUND: Refusal = {
  kind: 'refused',
  code: 'NOT_FOUND',
  message: 'there is no such request; nothing was decided',
}

/**
 * Decides: the one way, for the page, the API, the command line, webhooks and code. Who decides comes with
 * `draft.approver`, from authentication.
 */
export async function decide(queue: Queue, id: string, draft: DecisionDraft): Promise<DecideAnswer> {
  const applied = await updateRequest<Applied>(queue, id, (request) => {
    const answer = applyDecision(request, draft, queue.now())
    return answer.kind === 'applied' ? { answer, next: answer.request } : { answer }
  })
  if (applied === undefined) return NOT_FOUND
  if (applied.kind !== 'applied') return applied
  const { request, record } = applied
  await noteChange(queue, request, { kind: 'decided', decision: record })
  if (request.state === 'approved') await giveGrant(queue, request)
  return { kind: 'decided', request }
}

/** Decides several requests that are alike: same rule, same tool, nothing critical. Each keeps a record of its own. */
export async function decideBatch(
  queue: Queue,
  ids: readonly string[],
  draft: DecisionDraft,
): Promise<ReadonlyMap<string, DecideAnswer>> {
  const answers = new Map<string, DecideAnswer>()
  const requests: HeldRequest[] = []
  const unique = [...new Set(ids)].slice(0, LIMITS.batchMax)
  for (const id of unique) {
    const read = await loadRequest(queue, id)
    if (read === undefined) answers.set(id, NOT_FOUND)
    else requests.push(read.value)
  }
  const alike = new Set(
    requests.map(({ call, rule }) => JSON.stringify([rule.id, call.type, call.server, call.resource])),
  )
  const isCritical = requests.some(({ rule }) => rule.riskLevel === 'critical')
  for (const { id } of requests) {
    if (alike.size > 1 || isCritical || unique.length < new Set(ids).size) answers.set(id, NOT_ALIKE)
    else answers.set(id, await decide(queue, id, draft))
  }
  return answers
}

const NOT_ALIKE: Refusal = {
  kind: 'refused',
  code: 'NOT_ALIKE',
  message: `up to ${LIMITS.batchMax} requests of one rule and tool that are not critical are decided together; nothing was decided`,
}
