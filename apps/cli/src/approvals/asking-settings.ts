import type { SentArguments } from '@kvlar/approvals/webhook'
import { isLoopback } from '@kvlar/reviewer/address'
import type { ApprovalSettings, ServePage } from '@kvlar/runtime/approvals'
import { desktopNotifier } from '@kvlar/runtime/desktop'
import { readDuration } from '../flags/read-duration.ts'
import { UsageError } from '../failures/usage-error.ts'
import { readAddress } from './address.ts'

/** The flags of `ASKING_FLAGS`, as a command line gives them. */
export interface AskingFlags {
  readonly 'approvals-db': string | undefined
  readonly approvals: string | undefined
  readonly approvers: string | undefined
  readonly 'no-approvals': boolean
  readonly 'no-notify': boolean
  readonly 'approval-hold': string
  readonly 'approval-timeout': string | undefined
  readonly 'approval-webhook': string | undefined
  readonly 'approval-webhook-args': SentArguments
}

/** The flags that make no sense when nobody is asked. */
const ASKING = ['approvals-db', 'approvals', 'approvers', 'approval-timeout', 'approval-webhook'] as const

/**
 * Which people a proxy asks, and how; false when nobody is asked.
 * @throws UsageError for flags that contradict each other or cannot be read
 */
export function readAskingSettings(flags: AskingFlags): ApprovalSettings | false {
  if (flags['no-approvals']) {
    const other = ASKING.find((name) => flags[name] !== undefined)
    if (other === undefined) return false
    throw new UsageError(`\`--${other}\` and \`--no-approvals\` contradict each other`)
  }
  const { approvals: page, approvers, 'approval-timeout': timeout, 'approval-webhook': url } = flags
  if (approvers !== undefined && page === undefined)
    throw new UsageError(
      '`--approvers` says who may use the page, and no page is served',
      'add `--approvals`',
    )
  const address = page === undefined ? undefined : readAddress('--approvals', page)
  if (address !== undefined && approvers === undefined && !isLoopback(address.host))
    throw new UsageError(
      `others can reach \`${address.host}\``,
      'say with `--approvers` who may review there',
    )
  const queue = flags['approvals-db']
  return {
    ...(!flags['no-notify'] && { notify: desktopNotifier }),
    holdMs: flags['approval-hold'] === '0' ? 0 : readDuration('--approval-hold', flags['approval-hold']),
    ...(queue !== undefined && { queue }),
    ...(address !== undefined && {
      page: { ...address, ...(approvers !== undefined && { approvers }), serve },
    }),
    ...(timeout !== undefined && { timeoutMs: readDuration('--approval-timeout', timeout) }),
    ...(url !== undefined && { webhook: { url, args: flags['approval-webhook-args'] } }),
  }
}

/** A decision that is being taken is answered, if it is soon: the proxy ends with its server. */
const LAST_DECISIONS_MS = 500

/** Loaded with the first judged call. */
const serve: ServePage = async (options) => {
  const { serveReviewer } = await import('./serve-reviewer.ts')
  const server = await serveReviewer(options)
  return { url: server.url, close: async () => void (await server.drain({ withinMs: LAST_DECISIONS_MS })) }
}
