import { createApprovals, type Approvals } from '@kvlar/approvals'
import { openApprovalKeys } from '@kvlar/approvals/file'
import { openSqliteStore } from '@kvlar/approvals/sqlite'

/** Opens the storage of an ApproveKit: the SQLite queue that the reviewer page reads, and its key beside it. */
export async function openStorage({ dbPath }: { readonly dbPath: string }): Promise<Approvals> {
  const keys = await openApprovalKeys(`${dbPath}.key`)
  return createApprovals({ store: await openSqliteStore(dbPath), keys })
}
