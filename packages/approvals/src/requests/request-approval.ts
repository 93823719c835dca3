import { ApprovalsError } from '../approvals-error.ts'
import type { PendingCaps } from '../store/approval-store.ts'
import type { AskedCall } from './asked-call.ts'
import { endRequest } from './end-request.ts'
import type { HeldRequest } from './held-request.ts'
import { digestOf, holdCall } from './hold-call.ts'
import { LIMITS } from '../limits.ts'
import { loadRequest, noteChange, type Queue } from '../store/queue.ts'
import { readRequest, requestRow } from '../store/record-codec.ts'
import { useGrant } from '../grants/use-grant.ts'

export type Caps = Omit<PendingCaps, 'nowMs'>

export interface RequestPolicy {
  readonly caps: Caps
  readonly denialMemoryMs: number
}

export type RequestAnswer =
  /** A grant covers the call: it may run now. */
  | { readonly kind: 'granted'; readonly request: HeldRequest }
  /** The same call was denied a short while ago. */
  | { readonly kind: 'denied'; readonly request: HeldRequest }
  /** It waits, or is approved and not yet used. */
  | {
      readonly kind: 'live'
      readonly request: HeldRequest
      readonly isNew: boolean
      /** Whether it waits and the process that asked first is gone: what that had to tell may be untold. */
      readonly isOrphan: boolean
    }

/**
 * Asks about a call. Whatever is pending is durable before anyone is told of it.
 *
 * @throws ApprovalsError `APPROVAL_QUEUE_FULL`, `APPROVAL_UNBINDABLE`, `APPROVAL_STORE_UNAVAILABLE`
 */
export async function requestApproval(
  queue: Queue,
  asked: AskedCall,
  policy: RequestPolicy,
): Promise<RequestAnswer> {
  const digest = digestOf(queue, asked)
  const granted = await useGrant(queue, asked, digest)
  if (granted !== undefined) return { kind: 'granted', request: granted }
  for (let tries = 0; tries < LIMITS.updateTriesMax; tries += 1) {
    const denied = await recentDenial(queue, digest, policy.denialMemoryMs)
    if (denied !== undefined) return { kind: 'denied', request: denied }
    const answer = await insertOrJoin(queue, asked, { digest, caps: policy.caps })
    if (answer !== undefined) return answer
  }
  throw new ApprovalsError('APPROVAL_CONTENDED', 'others keep taking what this call waits for; refusing')
}

/** Undefined when what was there has ended meanwhile, so that the caller starts over. */
async function insertOrJoin(
  queue: Queue,
  asked: AskedCall,
  { digest, caps }: { readonly digest: string; readonly caps: Caps },
): Promise<RequestAnswer | undefined> {
  const request = holdCall(queue, asked, digest)
  const answer = await queue.store.insert(requestRow(request, 1, queue.keys), { ...caps, nowMs: queue.now() })
  switch (answer.kind) {
    case 'inserted':
      await noteChange(queue, request, { kind: 'requested' })
      return { kind: 'live', request, isNew: true, isOrphan: false }
    case 'exists': {
      const live = await loadRequest(queue, answer.row.id)
      if (live === undefined || (live.value.state !== 'pending' && live.value.state !== 'approved'))
        return undefined
      if (live.value.rule.id !== asked.decision.ruleId) {
        await endRequest(queue, live.value.id, { event: 'supersede', reason: 'another rule asks by now' })
        return undefined
      }
      await noteChange(queue, live.value, { kind: 'joined' })
      const { state, owner } = live.value
      const isOrphan = state === 'pending' && !(await queue.store.isAlive(owner))
      return { kind: 'live', request: live.value, isNew: false, isOrphan }
    }
    case 'full':
      throw new ApprovalsError(
        'APPROVAL_QUEUE_FULL',
        `too many calls wait for approval already (${answer.cap}); refusing`,
        { context: { cap: answer.cap } },
      )
  }
}

async function recentDenial(
  queue: Queue,
  digest: string,
  memoryMs: number,
): Promise<HeldRequest | undefined> {
  const [row] = await queue.store.list({ kind: 'request', digest, states: ['denied'], limit: 1 })
  if (row === undefined) return undefined
  const { value } = readRequest(row, queue.keys)
  return queue.now() < (value.decidedAtMs ?? value.createdAtMs) + memoryMs ? value : undefined
}
