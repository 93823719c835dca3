import { randomBytes } from 'node:crypto'
import { shown, type ApprovalEvent, type ApprovalListener, type RequestChange } from '../approval-event.ts'
import type { ApprovalKeys } from './approval-keys.ts'
import type { ApprovalStore } from './approval-store.ts'
import { ApprovalsError } from '../approvals-error.ts'
import type { HeldRequest } from '../requests/held-request.ts'
import { LIMITS } from '../limits.ts'
import { readRequest, requestRow, type Versioned } from './record-codec.ts'
import { settleClocks } from '../requests/settle-clocks.ts'

/** What every operation works with. */
export interface Queue {
  readonly store: ApprovalStore
  readonly keys: ApprovalKeys
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly note: ApprovalListener
}

/** A fresh id that nobody can guess. */
export function newId(prefix: 'apr' | 'grt'): string {
  return `${prefix}_${randomBytes(16).toString('hex')}`
}

/** Tells of a change of a request. */
export async function noteChange(
  queue: Queue,
  request: HeldRequest,
  change: Omit<RequestChange, 'atMs' | 'request'>,
): Promise<void> {
  const event: ApprovalEvent = { ...change, atMs: queue.now(), request: shown(request) }
  await queue.note(event)
}

/**
 * A request as its clocks have it by now: one that has run out is written back as such before anyone acts on it.
 */
export async function loadRequest(queue: Queue, id: string): Promise<Versioned<HeldRequest> | undefined> {
  for (let tries = 0; tries < LIMITS.updateTriesMax; tries += 1) {
    const row = await queue.store.get(id)
    if (row === undefined) return undefined
    const read = readRequest(row, queue.keys)
    const settled = settleClocks(read.value, queue.now())
    if (settled === read.value) return read
    const version = read.version + 1
    if (!(await queue.store.replace(requestRow(settled, version, queue.keys)))) continue
    await noteChange(queue, settled, { kind: settled.state === 'expired' ? 'expired' : 'lapsed' })
    return { value: settled, version }
  }
  throw contended(id)
}

/** What a change makes of a request: a new one and an answer, or the answer alone. */
export interface Change<T> {
  readonly next?: HeldRequest
  readonly answer: T
}

/**
 * Changes a request in one conditional update: `change` sees a request, and its result is written only if that is
 * still the request; otherwise it is asked again with the newer one. Undefined when there is no such request.
 */
export async function updateRequest<T>(
  queue: Queue,
  id: string,
  change: (request: HeldRequest) => Change<T>,
): Promise<T | undefined> {
  for (let tries = 0; tries < LIMITS.updateTriesMax; tries += 1) {
    const read = await loadRequest(queue, id)
    if (read === undefined) return undefined
    const { next, answer } = change(read.value)
    if (next === undefined) return answer
    if (await queue.store.replace(requestRow(next, read.version + 1, queue.keys))) return answer
  }
  throw contended(id)
}

function contended(id: string): ApprovalsError {
  return new ApprovalsError('APPROVAL_CONTENDED', `\`${id}\` changes too fast to be changed; refusing`)
}
