import type { Action } from '@kvlar/core'
import type { Approver } from '../approvers/approver.ts'
import type { Refusal } from '../decisions/apply-decision.ts'
import { loadRequest, noteChange, type Queue } from '../store/queue.ts'
import { openCall } from './sealed-call.ts'

/** Shows the whole call to a reviewer who may see it. That they looked is on record before they see it. */
export async function revealCall(
  queue: Queue,
  id: string,
  approver: Approver,
): Promise<{ readonly kind: 'revealed'; readonly action: Action } | Refusal> {
  const read = await loadRequest(queue, id)
  if (read === undefined)
    return { kind: 'refused', code: 'NOT_FOUND', message: 'there is no such request; nothing was shown' }
  if (!approver.rights.includes('reveal'))
    return {
      kind: 'refused',
      code: 'RIGHT_MISSING',
      message: 'you may not see hidden values; nothing was shown',
    }
  const { id: who, authentication, surface } = approver
  await noteChange(queue, read.value, { kind: 'revealed', approver: { id: who, authentication, surface } })
  return { kind: 'revealed', action: openCall(read.value.sealed, id, queue.keys) }
}
