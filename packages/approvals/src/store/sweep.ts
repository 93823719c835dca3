import { endRequest } from '../requests/end-request.ts'
import type { HeldRequest } from '../requests/held-request.ts'
import { LIMITS } from '../limits.ts'
import { loadRequest, noteChange, updateRequest, type Queue } from './queue.ts'
import { grantRow, readGrant, readRequest } from './record-codec.ts'

/**
 * Looks at every clock: what has run out ends, what a dead process was running is marked as interrupted (and never
 * run again), escalation steps that are due are announced. Reading and deciding look at the clocks too; this is for
 * requests that nobody looks at.
 */
export function createSweep(queue: Queue): () => Promise<void> {
  const announceSteps = createEscalation(queue)
  return async () => {
    const limit = LIMITS.rowsPerStepMax
    const due = await queue.store.list({ kind: 'request', isLive: true, dueByMs: queue.now(), limit })
    for (const { id } of due) await loadRequest(queue, id)
    await interruptOrphans(queue)
    await announceSteps()
    await endGrants(queue)
  }
}

async function interruptOrphans(queue: Queue): Promise<void> {
  const limit = LIMITS.rowsPerStepMax
  const running = await queue.store.list({ kind: 'request', states: ['executing'], limit })
  const owners = new Map<string, boolean>()
  for (const { id, owner } of running) {
    const isAlive = owners.get(owner) ?? (await queue.store.isAlive(owner))
    owners.set(owner, isAlive)
    if (isAlive) continue
    const reason = 'the process that ran the call died; whether the call took effect is not known'
    await endRequest(queue, id, { event: 'interrupt', reason })
  }
}

/** Announces steps that are due. While nothing new waits and none is due, no request is read. */
function createEscalation(queue: Queue): () => Promise<void> {
  let seen: { readonly mark: number; readonly nextAtMs: number } | undefined
  return async () => {
    const { mark, rows, isGap = false } = await queue.store.changes(seen?.mark)
    const isNews = isGap || rows.some(({ kind, state }) => kind === 'request' && state === 'pending')
    const isDue = seen === undefined || queue.now() >= seen.nextAtMs
    if (seen !== undefined && !isNews && !isDue) {
      seen = { ...seen, mark }
      return
    }
    const limit = LIMITS.rowsPerStepMax
    const pending = await queue.store.list({ kind: 'request', states: ['pending'], limit })
    let nextAtMs = Number.POSITIVE_INFINITY
    for (const row of pending) {
      const { value } = readRequest(row, queue.keys)
      if (stepsDue(value, queue.now()) > value.escalations) await escalate(queue, row.id)
      nextAtMs = Math.min(nextAtMs, ...stepTimes(value).filter((atMs) => atMs > queue.now()))
    }
    seen = { mark, nextAtMs }
  }
}

async function escalate(queue: Queue, id: string): Promise<void> {
  const escalated = await updateRequest<HeldRequest | undefined>(queue, id, (request) => {
    const escalations = stepsDue(request, queue.now())
    if (request.state !== 'pending' || escalations <= request.escalations) return { answer: undefined }
    const next = { ...request, escalations }
    return { next, answer: next }
  })
  if (escalated !== undefined) await noteChange(queue, escalated, { kind: 'escalated' })
}

function stepsDue(request: HeldRequest, nowMs: number): number {
  return stepTimes(request).filter((atMs) => nowMs >= atMs).length
}

function stepTimes({ terms, createdAtMs }: HeldRequest): readonly number[] {
  return terms.escalate.map(({ afterMs }) => createdAtMs + afterMs)
}

async function endGrants(queue: Queue): Promise<void> {
  const limit = LIMITS.rowsPerStepMax
  const due = await queue.store.list({ kind: 'grant', states: ['active'], dueByMs: queue.now(), limit })
  for (const row of due) {
    const { value, version } = readGrant(row, queue.keys)
    await queue.store.replace(grantRow({ ...value, state: 'ended' }, version + 1, queue.keys))
  }
}
