import type { SentArguments } from '@kvlar/approvals/webhook'
import { isLoopback } from '@kvlar/reviewer/address'
import type { ApprovalSettings, ServePage } from '@kvlar/runtime/approvals'
import { desktopNotifier } from '@kvlar/runtime/desktop'
import type { ProxyConfig } from '@kvlar/runtime/config'
import { approversOf, queueOf } from '../flags/config/from-config.ts'
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
  readonly 'approval-hold': string | undefined
  readonly 'approval-timeout': string | undefined
  readonly 'approval-webhook': string | undefined
  readonly 'approval-webhook-args': SentArguments | undefined
}

/** The flags that make no sense when nobody is asked. */
const ASKING = ['approvals-db', 'approvals', 'approvers', 'approval-timeout', 'approval-webhook'] as const

/** The same with what a configuration says where they say nothing. */
export function askingFlags(flags: AskingFlags, config: ProxyConfig | undefined): AskingFlags {
  const configured = config?.approvals
  if (configured === undefined || flags['no-approvals']) return flags
  if (configured === false)
    return { ...flags, 'no-approvals': ASKING.every((name) => flags[name] === undefined) }
  const { holdMs, timeoutMs } = configured
  const page = flags.approvals ?? configured.page
  return {
    ...flags,
    'approvals-db': queueOf(flags['approvals-db'], config),
    approvals: page,
    // They may be named for `kvlar approvals serve` alone.
    approvers: page === undefined ? flags.approvers : approversOf(flags.approvers, config),
    'no-notify': flags['no-notify'] || configured.notify === false,
    'approval-hold': flags['approval-hold'] ?? durationText(holdMs),
    'approval-timeout': flags['approval-timeout'] ?? durationText(timeoutMs),
    'approval-webhook': flags['approval-webhook'] ?? configured.webhook,
    'approval-webhook-args': flags['approval-webhook-args'] ?? configured.webhookArgs,
  }
}

/** As a flag has it: durations are whole seconds. */
function durationText(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : String(ms / 1000)
}

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
  const { approvals: page, approvers, 'approval-hold': hold, 'approval-timeout': timeout } = flags
  const { 'approval-webhook': url, 'approval-webhook-args': args } = flags
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
    ...(hold !== undefined && { holdMs: hold === '0' ? 0 : readDuration('--approval-hold', hold) }),
    ...(queue !== undefined && { queue }),
    ...(address !== undefined && {
      page: { ...address, ...(approvers !== undefined && { approvers }), serve },
    }),
    ...(timeout !== undefined && { timeoutMs: readDuration('--approval-timeout', timeout) }),
    ...(url !== undefined && { webhook: { url, ...(args !== undefined && { args }) } }),
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
