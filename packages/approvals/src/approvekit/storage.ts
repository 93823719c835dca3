import { createApprovals, type Approvals } from '../approvals.ts'
import { openApprovalKeys } from '../file/key-file.ts'
import { openSqliteStore } from '../sqlite/sqlite-store.ts'

/** Opens the storage of an ApproveKit: the SQLite queue that the reviewer page reads, and its key beside it. */
export async function openStorage({ dbPath }: { readonly dbPath: string }): Promise<Approvals> {
  const keys = await openApprovalKeys(`${dbPath}.key`)
  return createApprovals({ store: await openSqliteStore(dbPath), keys })
}
