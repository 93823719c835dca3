import { packageVersion } from '@kvlar/core/node'
import type { KvlarSettings } from '@kvlar/runtime'
import type { ProxyConfig } from '@kvlar/runtime/config'
import { pinFolders, serveTokenFile } from '@kvlar/runtime/places'
import type { Address } from '@kvlar/reviewer/address'
import { openServing, serveHttp, serveStdio, type OpenServing } from '@kvlar/runtime/serve'
import { approversFile } from '../../approvals/reviewer-identity.ts'
import { stopSignal, type StopSignal } from '../../approvals/stop-signal.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { UsageError } from '../../failures/usage-error.ts'
import { readAuditSettings, recordFlags } from '../../flags/audit-settings.ts'
import {
  approversOf,
  askedOf,
  foldersOf,
  permitsOf,
  policiesOf,
  redisOf,
} from '../../flags/config/from-config.ts'
import { principalOf } from '../../flags/principal-of.ts'
import { readConfigFlag } from '../../flags/config/read-config-flag.ts'
import { readBeside } from '../../flags/read-enforcement.ts'
import { tellOn } from '../../terminal/tell.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'
import type { serveSpec } from './serve-spec.ts'

type Flags = Input<typeof serveSpec>['flags']

/** Serves programs until the one on standard input goes, or until it is told to stop. */
export async function run({ flags }: Input<typeof serveSpec>, { err }: Terminal): Promise<ExitCode> {
  const address = readTransport(flags)
  const config = readConfigFlag(flags)
  pinFolders(foldersOf(flags, config))
  const approvers = approversFile(approversOf(flags.approvers, config))
  const open = openServing({
    kvlar: { ...serveSettings(flags, config), tell: tellOn(err) },
    ...(approvers !== undefined && { approvers }),
  })
  const stopped = stopSignal()
  try {
    if (address === undefined) await onStdio(open, { stopped, err })
    else await onHttp(open, { address, flags, stopped, err })
  } finally {
    stopped.forget()
    await open.close()
  }
  return EXIT_CODES.ok
}

interface Served {
  readonly stopped: StopSignal
  readonly err: Page
}

async function onStdio(open: OpenServing, { stopped, err }: Served): Promise<void> {
  const stop = new AbortController()
  void stopped.stopped.then(() => stop.abort())
  await serveStdio({
    input: process.stdin,
    output: process.stdout,
    // The user's own program, which may say for whom it calls as any program of theirs may.
    serving: open.serving({ isLocal: true, actAs: () => {} }),
    version: packageVersion(),
    signal: stop.signal,
    onFailure: (error) =>
      err.line(`[kvlar] ${error instanceof Error ? (error.stack ?? error.message) : 'it failed'}`),
  })
}

async function onHttp(
  open: OpenServing,
  { address, flags, stopped, err }: Served & { readonly address: Address; readonly flags: Flags },
): Promise<void> {
  const served = await serveHttp({
    ...address,
    open,
    version: packageVersion(),
    hosts: flags.hostname,
    ...(flags.callers !== undefined && { callers: flags.callers }),
    ...(flags['public-url'] !== undefined && { publicUrl: flags['public-url'] }),
  })
  err.line(`[kvlar] serving callers at ${served.url}`)
  if (flags.callers === undefined) err.line(`[kvlar] with the token in ${serveTokenFile()}`)
  await stopped.stopped
  await served.close()
}

/** @throws UsageError for none, for two, and for an address that is none */
function readTransport({ stdio, http }: Flags): Address | undefined {
  if (stdio === (http !== undefined))
    throw new UsageError(
      'one transport is named',
      'write `kvlar serve --stdio`, or `kvlar serve --http 127.0.0.1:8770`',
    )
  if (http === undefined) return undefined
  const [, host = '127.0.0.1', digits = ''] = /^(?:\[?([^\s[\]]+)\]?:)?(\d{1,5})$/.exec(http) ?? []
  const port = Number(digits)
  if (digits !== '' && port <= 65_535) return { host, port }
  throw new UsageError(`\`--http\` cannot be \`${http}\``, 'write HOST:PORT, such as 127.0.0.1:8770')
}

/** Joins flags and configuration: a flag holds against the file; policies of both are asked, those of the flags first. */
export function serveSettings(flags: Flags, config: ProxyConfig | undefined): KvlarSettings {
  const policies = policiesOf(flags.policy, config)
  const agentId = flags['agent-id'] ?? config?.agentId
  const isSomebody = flags['principal-id'] ?? flags['principal-kind'] ?? flags.role[0] ?? config?.principal
  return {
    ...(policies.length > 0 && { policies }),
    watch: flags.watch || config?.hotReload === true,
    record: readAuditSettings(recordFlags(flags, config)),
    approvals: askedOf(flags.db, config),
    ...redisOf(flags.redis, config),
    ...permitsOf(flags.permits, config),
    ...(agentId !== undefined && { agentId }),
    ...(isSomebody !== undefined && { principal: principalOf(flags, agentId ?? 'sdk-agent', config) }),
    ...readBeside(flags, config),
    ...(config !== undefined && { protect: [config.file] }),
  }
}
