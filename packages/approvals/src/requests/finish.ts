import { endRequest } from './end-request.ts'
import type { HeldRequest } from './held-request.ts'
import { noteChange, updateRequest, type Queue } from '../store/queue.ts'
import { advance } from './settle-clocks.ts'

/** How a call that an approval let through has ended; `unknown` when its connection was gone before it answered. */
export type CallResult = 'ok' | 'failed' | 'unknown'

/** Writes down how the call that an approval let through has ended. */
export async function finish(queue: Queue, id: string, result: CallResult): Promise<void> {
  if (result === 'unknown') {
    const reason = 'the connection ended before an answer came; whether the call took effect is not known'
    await endRequest(queue, id, { event: 'interrupt', reason })
    return
  }
  const ended = await updateRequest<HeldRequest | undefined>(queue, id, (request) => {
    const next = advance(request, result === 'ok' ? 'finish' : 'fail', queue.now())
    return next === undefined ? { answer: undefined } : { next, answer: next }
  })
  if (ended !== undefined) await noteChange(queue, ended, { kind: 'finished' })
}
