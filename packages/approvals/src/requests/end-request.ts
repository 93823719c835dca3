import type { HeldRequest } from './held-request.ts'
import { noteChange, updateRequest, type Queue } from '../store/queue.ts'
import { advance } from './settle-clocks.ts'

/** Ends a request that waits, without anyone's decision; undefined when it had moved on before. */
export async function endRequest(
  queue: Queue,
  id: string,
  how: { readonly event: 'cancel' | 'supersede' | 'interrupt'; readonly reason: string },
): Promise<HeldRequest | undefined> {
  const ended = await updateRequest<HeldRequest | undefined>(queue, id, (request) => {
    const advanced = advance(request, how.event, queue.now())
    if (advanced === undefined) return { answer: undefined }
    const next = { ...advanced, endReason: how.reason }
    return { next, answer: next }
  })
  const kind = { cancel: 'cancelled', supersede: 'superseded', interrupt: 'interrupted' } as const
  if (ended !== undefined) await noteChange(queue, ended, { kind: kind[how.event] })
  return ended
}
