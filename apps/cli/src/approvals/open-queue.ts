import { existsSync } from 'node:fs'
import type { Approvals } from '@kvlar/approvals'
import { readAuditSettings, type AuditFlags } from '../audit-settings.ts'
import { processRecord } from '../record/process-record.ts'
import type { Page } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import { openApprovals } from './open-approvals.ts'
import { queuePlace, type QueuePlace } from './queue-place.ts'

/** The flags of `QUEUE_FLAGS`, as a command line gives them. */
export interface QueueFlags extends AuditFlags {
  readonly db: string | undefined
}

/** A queue, and the record of what this process does to it. */
export interface OpenQueue {
  readonly approvals: Approvals
  readonly close: () => Promise<void>
}

/**
 * Opens the queue to look at it; undefined before its first use. One that is named must be there.
 * @throws UsageError, ApprovalsError
 */
export async function openIfAny(db: string | undefined): Promise<Approvals | undefined> {
  const place = queuePlace(db)
  if (db === undefined && place.kind === 'file' && !existsSync(place.file)) return undefined
  return openApprovals(existing(db))
}

/**
 * Opens the queue for a command that decides: every step goes to the audit home of this process.
 * @param make whether a queue that is not there yet is made
 * @throws UsageError, ApprovalsError
 */
export async function openQueue(
  flags: QueueFlags,
  { err, make = false }: { readonly err: Page; readonly make?: boolean },
): Promise<OpenQueue> {
  const audit = readAuditSettings(flags)
  const place = make ? queuePlace(flags.db) : existing(flags.db)
  const record = processRecord({ ...(audit && { audit }), err })
  const approvals = await openApprovals(place, record.note)
  return {
    approvals,
    close: async () => {
      await approvals.close()
      await record.close()
    },
  }
}

function existing(db: string | undefined): QueuePlace {
  const place = queuePlace(db)
  if (place.kind === 'redis' || existsSync(place.file)) return place
  throw new UsageError(
    `there is no queue \`${place.file}\``,
    db === undefined
      ? 'a proxy makes it when it asks for the first time; `--db` names another one'
      : 'name the one that the proxy uses',
  )
}
