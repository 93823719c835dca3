import type { Note } from '@kvlar/approvals'
import type { Recorder } from '@kvlar/proxy'
import { approvalEntry } from '../approvals/approval-entry.ts'
import type { AuditSettings } from '../audit-settings.ts'
import { onDemand } from '../on-demand.ts'
import type { Page } from '../terminal.ts'
import { within } from '../within.ts'
import type { OpenRecord, PoliciesInForce } from './open-record.ts'

export interface ProcessRecordOptions {
  /** Absent: nothing is recorded. */
  readonly audit?: AuditSettings
  /** Absent for a process that judges no calls. */
  readonly inForce?: PoliciesInForce
  /** Told when recording begins to fail, and when it works again. */
  readonly err: Page
}

/** The record of this process: a chain of its own, beside those of others. */
export interface ProcessRecord {
  readonly record: Recorder
  /** Takes the steps of approvals. */
  readonly note: Note
  /** Writes and signs what waits, within a bound: whoever started the proxy does not wait long for its end. */
  close(): Promise<void>
}

/** Under the second that clients leave a proxy after its server has gone. */
const CLOSE_MS_MAX = 1000

/**
 * The port through which a process records. Home, keys and chain are opened by the first event, and so is the code
 * that writes them: a proxy that is only asked what it offers leaves nothing behind and starts as fast as ever.
 */
export function processRecord(options: ProcessRecordOptions): ProcessRecord {
  const { audit, inForce, err } = options
  if (audit === undefined) return { record: () => {}, note: () => {}, close: () => Promise.resolve() }
  const opened = onDemand(async (): Promise<OpenRecord> => {
    const { openRecord } = await import('./open-record.ts')
    return openRecord({ ...options, audit })
  })
  const consequence = inForce === undefined ? '' : ', so calls are denied'
  let isFailing = false

  const write = async (how: (record: OpenRecord) => Promise<void>): Promise<void> => {
    try {
      await how(await opened.get())
      if (isFailing) err.line('the record is written again')
      isFailing = false
    } catch (error) {
      if (!isFailing)
        err.line(`${err.tone('bad', 'error:')} nothing can be recorded${consequence}: ${messageOf(error)}`)
      isFailing = true
      throw error
    }
  }
  const close = async (): Promise<void> => {
    const closing = opened.begun()?.then((one) => one.close())
    if (closing === undefined) return
    const failed = closing.catch((error: unknown) => {
      err.line(`${err.tone('warning', 'warning:')} the record was not closed in order: ${messageOf(error)}`)
    })
    await within(CLOSE_MS_MAX, failed)
  }
  return {
    record: (event) => write((one) => one.write(event)),
    note: (event) => write((one) => one.append(approvalEntry(event))),
    close,
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error ? `${error.message} (${cause.message})` : error.message
}
