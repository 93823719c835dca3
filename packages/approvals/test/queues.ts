import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { createApprovals, type Approvals } from '@kvlar/approvals'
import { openApprovalKeys } from '@kvlar/approvals/file'
import { openSqliteStore } from '@kvlar/approvals/sqlite'

const queues: Approvals[] = []
const folders: string[] = []

/** A path for a queue in a folder of its own, which is removed after the test. */
export function queueFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-queue-'))
  folders.push(folder)
  return join(folder, 'approvals.db')
}

/** A queue on disk, closed after the test. */
export async function openQueue(file: string, now: () => number = Date.now): Promise<Approvals> {
  const keys = await openApprovalKeys(`${file}.key`)
  const opened = createApprovals({ store: await openSqliteStore(file), keys, now, pollMs: 10 })
  let closing: Promise<void> | undefined
  // A test may close it before its end does.
  const approvals = { ...opened, close: async () => (closing ??= opened.close()) }
  queues.push(approvals)
  return approvals
}

afterEach(async () => {
  for (const approvals of queues.splice(0)) await approvals.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
