import { createApprovals, type Approvals, type ApprovalStore, type ApprovalListener } from '@kvlar/approvals'
import { openApprovalKeys } from '@kvlar/approvals/file'
import { queueKeyFile } from '../places/own-places.ts'
import type { QueuePlace } from './queue-place.ts'

/**
 * Opens a queue of approvals and its keys; a file and the keys are made on first use.
 * @throws ApprovalsError
 */
export async function openApprovals(place: QueuePlace, note?: ApprovalListener): Promise<Approvals> {
  const keys = await openApprovalKeys(queueKeyFile())
  return createApprovals({ store: await openStore(place), keys, ...(note !== undefined && { note }) })
}

/** @throws ApprovalsError */
export async function openStore(place: QueuePlace): Promise<ApprovalStore> {
  switch (place.kind) {
    case 'file': {
      const { openSqliteStore } = await import('@kvlar/approvals/sqlite')
      return openSqliteStore(place.file)
    }
    case 'redis': {
      const { openRedisStore } = await import('@kvlar/redis')
      return openRedisStore(place.url)
    }
  }
}
