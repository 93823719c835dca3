import type { Approver } from '../approvers/approver.ts'
import type { Grant } from './grant.ts'
import { LIMITS } from '../limits.ts'
import type { Queue } from '../store/queue.ts'
import { grantRow, readGrant } from '../store/record-codec.ts'

/** The grants that are good by now, newest first. */
export async function listGrants(queue: Queue): Promise<readonly Grant[]> {
  const rows = await queue.store.list({ kind: 'grant', states: ['active'], limit: LIMITS.grantsMax })
  return rows.map((row) => readGrant(row, queue.keys).value).filter((one) => queue.now() < one.expiresAtMs)
}

/** Ends a grant; a call that comes after this has resolved is asked about again. Undefined when there is none. */
export async function revokeGrant(
  queue: Queue,
  id: string,
  approver: Pick<Approver, 'id'>,
): Promise<Grant | undefined> {
  for (let tries = 0; tries < LIMITS.updateTriesMax; tries += 1) {
    const row = await queue.store.get(id)
    if (row?.kind !== 'grant' || row.state !== 'active') return undefined
    const { value, version } = readGrant(row, queue.keys)
    const nowMs = queue.now()
    const grant: Grant = { ...value, state: 'revoked', revokedBy: approver.id, revokedAtMs: nowMs }
    if (!(await queue.store.replace(grantRow(grant, version + 1, queue.keys)))) continue
    await queue.note({ kind: 'grant_revoked', atMs: nowMs, grant })
    return grant
  }
  return undefined
}
