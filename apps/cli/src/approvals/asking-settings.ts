import { resolve } from 'node:path'
import type { SentArguments } from '@kvlar/approvals/webhook'
import { readDuration } from '../read-duration.ts'
import { UsageError } from '../usage-error.ts'
import { isThisMachine, readAddress, type Address } from './address.ts'
import { queuePlace, type QueuePlace } from './queue-place.ts'
import { webhookSecrets } from './webhook-secrets.ts'

/** Which people a proxy asks, and how. */
export interface AskingSettings {
  readonly queue: QueuePlace
  /** Where the reviewer page is served, if it is. */
  readonly page?: Address
  /** File of those who may review on that page; the holder of the local token when absent. */
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
 * @throws UsageError for flags that contradict each other or cannot be read, ConfigError for approvers and
 * ApprovalsError for a webhook that cannot be asked
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
  const address = page === undefined ? undefined : readAddress('--approvals', page)
  if (address !== undefined && approvers === undefined && !isThisMachine(address.host))
    throw new UsageError(
      `others can reach \`${address.host}\``,
      'say with `--approvers` who may review there',
    )
  if (approvers !== undefined) {
    // What does not load is told now, not when the first call waits.
    const { loadApprovers } = await import('./approvers-file.ts')
    loadApprovers(resolve(approvers))
  }
  return {
    queue: queuePlace(flags['approvals-db']),
    holdMs: flags['approval-hold'] === '0' ? 0 : readDuration('--approval-hold', flags['approval-hold']),
    ...(address !== undefined && { page: address }),
    ...(approvers !== undefined && { approvers: resolve(approvers) }),
    ...(timeout !== undefined && { timeoutMs: readDuration('--approval-timeout', timeout) }),
    ...(url !== undefined && { webhook: await readWebhook(url, flags['approval-webhook-args']) }),
  }
}

async function readWebhook(url: string, args: SentArguments): Promise<WebhookSettings> {
  const { checkWebhookUrl } = await import('@kvlar/approvals/webhook')
  checkWebhookUrl(url)
  return { url, args, secrets: await webhookSecrets() }
}
