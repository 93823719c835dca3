import { createApprovals, type Approvals, type Note } from '@kvlar/approvals'
import { openApprovalKeys } from '@kvlar/approvals/file'
import { openSqliteStore } from '@kvlar/approvals/sqlite'
import { queueKeyFile } from '../paths.ts'

/**
 * Opens the queue of approvals and its keys, both made on first use.
 * @param file absolute
 * @throws ApprovalsError
 */
export async function openApprovals(file: string, note?: Note): Promise<Approvals> {
  const keys = await openApprovalKeys(queueKeyFile())
  return createApprovals({ store: await openSqliteStore(file), keys, ...(note !== undefined && { note }) })
}
