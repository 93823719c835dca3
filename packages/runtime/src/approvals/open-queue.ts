import { loadOwnKeys } from '../keys/load-own-keys.ts'
import { existsSync } from 'node:fs'
import type { Approvals } from '@kvlar/approvals'
import { createHealth } from '../health/create-health.ts'
import type { Health } from '../health/health.ts'
import { createHub } from '../health/hub.ts'
import { createTally } from '../health/tally.ts'
import { whyNot } from '../health/why-not.ts'
import type { Tell } from '../notice.ts'
import { processRecord } from '../record/process-record.ts'
import { recordPlace, type RecordSettings } from '../record/record-place.ts'
import { SettingsError } from '../settings/settings-error.ts'
import { openApprovals } from './open-approvals.ts'
import { queuePlace, type QueuePlace } from './queue-place.ts'

export interface OpenQueueOptions {
  /** A file or `redis://…`; that of the environment, or else the user's own, when absent. */
  readonly queue: string | undefined
  /** Where every step goes. */
  readonly record: RecordSettings | false
  /** Whether a queue that is not there yet is made. */
  readonly make: boolean
  readonly tell: Tell
}

/** A queue, and the record of what this process does to it. */
export interface OpenQueue {
  readonly approvals: Approvals
  /** How it fares; no calls are judged here. */
  readonly health: Health
  readonly close: () => Promise<void>
}

/**
 * Opens the queue to look at it; undefined before its first use. One that is named must be there.
 * @throws SettingsError, ApprovalsError
 */
export async function openQueueIfAny(queue: string | undefined): Promise<Approvals | undefined> {
  const place = queuePlace(queue)
  if (queue === undefined && place.kind === 'file' && !existsSync(place.file)) return undefined
  return openApprovals(existing(queue))
}

/**
 * Opens the queue for somebody who decides: every step goes to the record of this process.
 * @throws SettingsError, ApprovalsError
 */
export async function openQueue({ queue, record, make, tell }: OpenQueueOptions): Promise<OpenQueue> {
  const place = make ? queuePlace(queue) : existing(queue)
  const hub = createHub()
  const onFailed = hub.failed('record')
  const own = processRecord({ place: recordPlace(record), keys: loadOwnKeys, tell, onFailed })
  const approvals = await openApprovals(place, (event) => {
    hub.noted(event)
    return own.note(event)
  })
  const queueLook = (): Promise<string | undefined> =>
    whyNot('the queue cannot be had', () => approvals.list({ limit: 1 }))
  return {
    approvals,
    health: createHealth({
      tally: createTally(),
      hub,
      looks: { record: own.look, queue: queueLook },
      gauges: async () => ({
        ...(await own.lag()),
        waiting: (await approvals.list({ states: ['pending'] })).length,
      }),
    }),
    close: async () => {
      await approvals.close()
      await own.close()
    },
  }
}

function existing(queue: string | undefined): QueuePlace {
  const place = queuePlace(queue)
  if (place.kind === 'redis' || existsSync(place.file)) return place
  throw new SettingsError(
    'SETTINGS_NO_QUEUE',
    `there is no queue \`${place.file}\``,
    queue === undefined
      ? 'a proxy makes it when it asks for the first time; `--db` names another one'
      : 'name the one that the proxy uses',
  )
}
