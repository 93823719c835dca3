import type { Approvals } from '@kvlar/approvals'
import { openQueueIfAny } from '../approvals/open-queue.ts'
import { whyOf } from '../notice.ts'
import type { Waiting, WaitingCall } from './status.ts'

/** A queue on another machine that does not answer keeps nobody from reading the rest. */
const QUEUE_MS_MAX = 5000

/** What waits in the queue; nothing before its first use. */
export async function readWaiting(queue: string | undefined, nowMs: number): Promise<Waiting> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Waiting>((resolve) => {
    const why = `the queue has not answered for ${QUEUE_MS_MAX / 1000} s`
    timer = setTimeout(resolve, QUEUE_MS_MAX, { kind: 'unknown', why })
  })
  try {
    return await Promise.race([look(queue, nowMs), late])
  } catch (error) {
    return { kind: 'unknown', why: whyOf(error) }
  } finally {
    clearTimeout(timer)
  }
}

async function look(queue: string | undefined, nowMs: number): Promise<Waiting> {
  const approvals = await openQueueIfAny(queue)
  if (approvals === undefined) return { kind: 'known', calls: [] }
  try {
    return { kind: 'known', calls: await waitingIn(approvals, nowMs) }
  } finally {
    await approvals.close()
  }
}

async function waitingIn(approvals: Approvals, nowMs: number): Promise<readonly WaitingCall[]> {
  const pending = await approvals.list({ states: ['pending'] })
  return pending
    .filter(({ expiresAtMs }) => expiresAtMs > nowMs)
    .toSorted((a, b) => a.expiresAtMs - b.expiresAtMs)
    .map(({ id, call: { resource, server, agentId }, expiresAtMs }) =>
      server === undefined
        ? { id, resource, agentId, expiresAtMs }
        : { id, resource, server, agentId, expiresAtMs },
    )
}
