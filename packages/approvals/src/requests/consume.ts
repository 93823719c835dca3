import { approvals } from '../decisions/apply-decision.ts'
import type { AskedCall } from './asked-call.ts'
import type { HeldRequest } from './held-request.ts'
import { noteChange, updateRequest, type Queue } from '../store/queue.ts'
import { advance } from './settle-clocks.ts'

/**
 * Uses an approval up for the one call it is good for: the digest must be that of the call, the rule must be the one
 * that asks now, the people must still be enough, the second clock must not have run out, and nobody may have used
 * it before. All in one conditional update, before the call runs.
 *
 * @returns the request, now executing, or undefined when it is not good for this call
 */
export async function consume(
  queue: Queue,
  id: string,
  call: Pick<AskedCall, 'decision'> & { readonly digest: string },
): Promise<HeldRequest | undefined> {
  const used = await updateRequest<HeldRequest | undefined>(queue, id, (request) => {
    if (!isGoodFor(request, call)) return { answer: undefined }
    const advanced = advance(request, 'consume', queue.now())
    if (advanced === undefined) return { answer: undefined }
    const next = { ...advanced, owner: queue.store.owner }
    return { next, answer: next }
  })
  // INVARIANT: nothing runs that is not on record; when this rejects, the call is denied and the approval is spent.
  if (used !== undefined) await noteChange(queue, used, { kind: 'consumed' })
  return used
}

function isGoodFor(
  request: HeldRequest,
  { digest, decision }: Pick<AskedCall, 'decision'> & { readonly digest: string },
): boolean {
  const isEnough = request.isBreakGlass === true || approvals(request) >= request.terms.quorum
  return (
    request.state === 'approved' &&
    request.digest === digest &&
    request.rule.id === decision.ruleId &&
    decision.outcome === 'require_approval' &&
    isEnough &&
    request.decisions.every(({ verdict }) => verdict === 'approve')
  )
}
