import type { Policy } from '@kvlar/core'
import type { ProxyEvent, Recorder } from '@kvlar/proxy'
import type { PolicyTexts } from '../load-policies.ts'
import type { AuditSettings } from '../proxy-settings.ts'
import type { Page } from '../terminal.ts'
import { within } from '../within.ts'
import type { OpenRecord } from './open-record.ts'

export interface ProxyRecordOptions {
  /** Absent: nothing is recorded. */
  readonly audit?: AuditSettings
  /** `Engine.digest` */
  readonly policyDigest: string
  readonly policies: ReadonlyMap<Policy, PolicyTexts>
  /** Told when recording begins to fail, and when it works again. */
  readonly err: Page
}

/** The record of one proxy. */
export interface ProxyRecord {
  readonly record: Recorder
  /** Writes and signs what waits, within a bound: whoever started the proxy does not wait long for its end. */
  close(): Promise<void>
}

/** Under the second that clients leave a proxy after its server has gone. */
const CLOSE_MS_MAX = 1000

/**
 * The port through which the proxy records. Home, keys and chain are opened by the first event, and so is the code
 * that writes them: a proxy that is only asked what it offers leaves nothing behind and starts as fast as ever.
 */
export function proxyRecord(options: ProxyRecordOptions): ProxyRecord {
  const { audit, err } = options
  if (audit === undefined) return { record: () => {}, close: () => Promise.resolve() }
  let opening: Promise<OpenRecord> | undefined
  let isFailing = false

  const open = async (): Promise<OpenRecord> => {
    const { openRecord } = await import('./open-record.ts')
    return openRecord({ ...options, audit })
  }
  const opened = (): Promise<OpenRecord> => {
    opening ??= open().catch((error: unknown) => {
      // The next event tries again: a disk that was full may have room then.
      opening = undefined
      throw error
    })
    return opening
  }
  const record = async (event: ProxyEvent): Promise<void> => {
    try {
      await (await opened()).write(event)
      if (isFailing) err.line('the record is written again')
      isFailing = false
    } catch (error) {
      if (!isFailing) err.line(`${err.tone('bad', 'error:')} ${failureText(error)}`)
      isFailing = true
      throw error
    }
  }
  const close = async (): Promise<void> => {
    if (opening === undefined) return
    const closing = opening.then((one) => one.close())
    const failed = closing.catch((error: unknown) => {
      err.line(`${err.tone('warning', 'warning:')} the record was not closed in order: ${messageOf(error)}`)
    })
    await within(CLOSE_MS_MAX, failed)
  }
  return { record, close }
}

function failureText(error: unknown): string {
  return `nothing can be recorded, so calls are denied: ${messageOf(error)}`
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error ? `${error.message} (${cause.message})` : error.message
}
