import { resolve } from 'node:path'
import type { SentArguments } from '@kvlar/approvals/webhook'
import { readDuration } from '../read-duration.ts'
import { UsageError } from '../usage-error.ts'
import { readAddress, type Address } from './address.ts'
import { queuePlace, type QueuePlace } from './queue-place.ts'
import { webhookSecrets } from './webhook-secrets.ts'

/** Which people a proxy asks, and how. */
export interface AskingSettings {
  readonly queue: QueuePlace
  /** Where the reviewer page is served, if it is. */
  readonly page?: Address
  /** Who may review on that page; the holder of the local token when absent. */
  readonly approvers?: string
  readonly holdMs: number
  /** In place of what the rules say. */
  readonly timeoutMs?: number
  readonly webhook?: WebhookSettings
}

export interface WebhookSettings {
  readonly url: string
  readonly args: SentArguments
  /** `whsec_…`, all current ones. */
  readonly secrets: readonly string[]
}

/** The flags of `ASKING_FLAGS`, as a command line gives them. */
export interface AskingFlags {
  readonly 'approvals-db': string | undefined
  readonly approvals: string | undefined
  readonly approvers: string | undefined
  readonly 'no-approvals': boolean
  readonly 'approval-hold': string
  readonly 'approval-timeout': string | undefined
  readonly 'approval-webhook': string | undefined
  readonly 'approval-webhook-args': SentArguments
}

/** The flags that make no sense when nobody is asked. */
const ASKING = ['approvals-db', 'approvals', 'approvers', 'approval-timeout', 'approval-webhook'] as const

/**
 * Undefined when nobody is asked.
 * @throws UsageError for flags that contradict each other or cannot be read, ApprovalsError for secrets that are none
 */
export async function readAskingSettings(flags: AskingFlags): Promise<AskingSettings | undefined> {
  if (flags['no-approvals']) {
    const other = ASKING.find((name) => flags[name] !== undefined)
    if (other === undefined) return undefined
    throw new UsageError(`\`--${other}\` and \`--no-approvals\` contradict each other`)
  }
  const { approvals: page, approvers, 'approval-timeout': timeout, 'approval-webhook': url } = flags
  if (approvers !== undefined && page === undefined)
    throw new UsageError(
      '`--approvers` says who may use the page, and no page is served',
      'add `--approvals`',
    )
  return {
    queue: queuePlace(flags['approvals-db']),
    holdMs: flags['approval-hold'] === '0' ? 0 : readDuration('--approval-hold', flags['approval-hold']),
    ...(page !== undefined && { page: readAddress('--approvals', page) }),
    ...(approvers !== undefined && { approvers: resolve(approvers) }),
    ...(timeout !== undefined && { timeoutMs: readDuration('--approval-timeout', timeout) }),
    ...(url !== undefined && {
      webhook: { url, args: flags['approval-webhook-args'], secrets: await webhookSecrets() },
    }),
  }
}
