import { endRequest } from './end-request.ts'
import type { HeldRequest } from './held-request.ts'
import { LIMITS } from './limits.ts'
import { loadRequest, noteChange, updateRequest, type Queue } from './queue.ts'
import { grantRow, readGrant, readRequest } from './record-codec.ts'

/**
 * Looks at every clock: what has run out ends, what a dead process was running is marked as interrupted (and never
 * run again), escalation steps that are due are announced. Reading and deciding look at the clocks too; this is for
 * requests that nobody looks at.
 */
export async function sweep(queue: Queue): Promise<void> {
  const limit = LIMITS.rowsPerStepMax
  const due = await queue.store.list({ kind: 'request', isLive: true, dueByMs: queue.now(), limit })
  for (const { id } of due) await loadRequest(queue, id)
  await interruptOrphans(queue)
  await escalate(queue)
  await endGrants(queue)
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

async function escalate(queue: Queue): Promise<void> {
  const limit = LIMITS.rowsPerStepMax
  const pending = await queue.store.list({ kind: 'request', states: ['pending'], limit })
  for (const row of pending) {
    const { value } = readRequest(row, queue.keys)
    if (stepsDue(value, queue.now()) <= value.escalations) continue
    const escalated = await updateRequest<HeldRequest | undefined>(queue, row.id, (request) => {
      const escalations = stepsDue(request, queue.now())
      if (request.state !== 'pending' || escalations <= request.escalations) return { answer: undefined }
      const next = { ...request, escalations }
      return { next, answer: next }
    })
    if (escalated !== undefined) await noteChange(queue, escalated, { kind: 'escalated' })
  }
}

function stepsDue({ terms, createdAtMs }: HeldRequest, nowMs: number): number {
  return terms.escalate.filter(({ afterMs }) => nowMs >= createdAtMs + afterMs).length
}

async function endGrants(queue: Queue): Promise<void> {
  const limit = LIMITS.rowsPerStepMax
  const due = await queue.store.list({ kind: 'grant', states: ['active'], dueByMs: queue.now(), limit })
  for (const row of due) {
    const { value, version } = readGrant(row, queue.keys)
    await queue.store.replace(grantRow({ ...value, state: 'ended' }, version + 1, queue.keys))
  }
}
