import type { ApprovalListener } from '@kvlar/approvals'
import type { EntryBody, RecordedEvent } from '@kvlar/audit'
import type { BesidePolicies, RecordLag } from '@kvlar/audit/file'
import { within } from '@kvlar/core/node'
import type { Recorder } from '@kvlar/gate'
import type { OwnKeys } from '../keys/own-keys.ts'
import { checkFolder, whyNot } from '../health/why-not.ts'
import { whyOf, type Tell } from '../notice.ts'
import { onDemand } from '../on-demand.ts'
import { tellFailures } from '../tell-failures.ts'
import type { PoliciesInForce } from '../policies/policies-in-force.ts'
import { approvalEntry } from './approval-entry.ts'
import type { OpenRecord } from './open-record.ts'
import type { RecordPlace } from './record-place.ts'

export interface ProcessRecordOptions {
  /** Absent: nothing is recorded. */
  readonly place: RecordPlace | undefined
  /** What decides now; absent for a process that judges no calls. */
  readonly inForce?: () => PoliciesInForce
  /** What stops calls beside the policies; asked once, when the chain begins. */
  readonly beside?: () => BesidePolicies
  /** Sign it; the user's own. */
  readonly keys: () => Promise<OwnKeys>
  /** Told when recording begins to fail, and when it works again. */
  readonly tell: Tell
  /** Hears of each entry that could not be written. */
  readonly onFailed?: () => void
}

/** The record of this process: a chain of its own, beside those of others. */
export interface ProcessRecord {
  /** Takes what becomes of calls. */
  readonly record: Recorder<RecordedEvent>
  /** Takes the steps of approvals. */
  readonly note: ApprovalListener
  /** Takes what is no event of a call. */
  readonly append: (body: EntryBody) => Promise<void> | void
  /** Keeps policies that come into force, before they do; what is not open yet begins with them. */
  readonly adopt: (next: PoliciesInForce) => Promise<void> | void
  /** Says why it cannot be written, as far as that can be seen; absent where nothing is recorded. */
  readonly look?: () => Promise<string | undefined>
  /** How far it is behind; undefined while it is not open. */
  readonly lag: () => Promise<RecordLag | undefined>
  /** Has what was written signed at once: what becomes of this process is not known. */
  readonly sign: () => void
  /** Writes and signs what waits, within a bound: whoever started the proxy does not wait long for its end. */
  close(): Promise<void>
}

/** For how long a failure speaks for itself: afterwards the next call tries again. */
const FAILED_MS = 10_000
/** Under the second that clients leave a proxy after its server has gone. */
const CLOSE_MS_MAX = 1000

/**
 * The port through which a process records. Home, keys and chain are opened by the first event, and so is the code
 * that writes them: a proxy that is only asked what it offers leaves nothing behind and starts as fast as ever.
 */
export function processRecord({ place, tell, onFailed, ...rest }: ProcessRecordOptions): ProcessRecord {
  if (place === undefined)
    return {
      record: () => {},
      note: () => {},
      append: () => {},
      adopt: () => {},
      sign: () => {},
      lag: () => Promise.resolve(undefined),
      close: () => Promise.resolve(),
    }
  const opened = onDemand(async (): Promise<OpenRecord> => {
    const { openRecord } = await import('./open-record.ts')
    return openRecord({ ...rest, place, tell })
  })
  const consequence = rest.inForce === undefined ? '' : ', so calls are denied'
  const told = tellFailures(tell, {
    failing: `nothing can be recorded${consequence}`,
    again: 'the record is written again',
  })
  let failedAt: number | undefined
  const write = async (how: (record: OpenRecord) => Promise<void>): Promise<void> => {
    try {
      await told(async () => how(await opened.get()))
      failedAt = undefined
    } catch (error) {
      failedAt = performance.now()
      onFailed?.()
      throw error
    }
  }
  const look = async (): Promise<void> => {
    // What could not be opened for a call is opened here, or nobody would be sent who could have it tried again.
    if (failedAt !== undefined && opened.begun() === undefined) await opened.get()
    else if (failedAt !== undefined && performance.now() - failedAt < FAILED_MS)
      throw new Error('an entry could not be written')
    await checkFolder(place.dir)
  }
  const close = async (): Promise<void> => {
    const closing = opened.end()?.then((one) => one.close())
    if (closing === undefined) return
    const failed = closing.catch((error: unknown) =>
      tell({ severity: 'warning', text: `the record was not closed in order: ${whyOf(error)}` }),
    )
    await within(CLOSE_MS_MAX, failed)
  }
  return {
    record: (event) => write((one) => one.write(event)),
    note: (event) => write((one) => one.append(approvalEntry(event))),
    append: (body) => write((one) => one.append(body)),
    adopt: (next) => (opened.begun() === undefined ? undefined : write((one) => one.adopt(next))),
    lag: async () => (await opened.begun())?.lag(),
    look: () => whyNot('the record cannot be written', look),
    // One that cannot be opened is told of by what is to be written.
    sign: () =>
      void opened
        .begun()
        ?.then((one) => one.sign())
        .catch(() => undefined),
    close,
  }
}
