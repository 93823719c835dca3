import type { Approvals } from '@kvlar/approvals'
import { openQueue as open, openQueueIfAny, type OpenQueue } from '@kvlar/runtime/approvals'
import { readAuditSettings, type AuditFlags } from '../flags/audit-settings.ts'
import { tellOn } from '../terminal/tell.ts'
import type { Page } from '../terminal/terminal.ts'

/** The flags of `QUEUE_FLAGS`, as a command line gives them. */
export interface QueueFlags extends AuditFlags {
  readonly db: string | undefined
}

/**
 * Opens the queue to look at it; undefined before its first use. One that is named must be there.
 * @throws SettingsError, ApprovalsError
 */
export function openIfAny(db: string | undefined): Promise<Approvals | undefined> {
  return openQueueIfAny(db)
}

/**
 * Opens the queue for a command that decides: every step goes to the audit home of this process.
 * @param make whether a queue that is not there yet is made
 * @throws SettingsError, ApprovalsError
 */
export function openQueue(
  flags: QueueFlags,
  { err, make = false }: { readonly err: Page; readonly make?: boolean },
): Promise<OpenQueue> {
  return open({ queue: flags.db, record: readAuditSettings(flags), make, tell: tellOn(err) })
}
