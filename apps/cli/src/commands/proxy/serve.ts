import { packageVersion } from '@kvlar/core/node'
import type { KvlarSettings } from '@kvlar/runtime'
import { pinFolders, serveTokenFile } from '@kvlar/runtime/places'
import type { Address } from '@kvlar/reviewer/address'
import { openServing, serveHttp, serveStdio, type OpenServing } from '@kvlar/runtime/serve'
import { approversFile } from '../../approvals/reviewer-identity.ts'
import { stopSignal, type StopSignal } from '../../approvals/stop-signal.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { UsageError } from '../../failures/usage-error.ts'
import { readAuditSettings } from '../../flags/audit-settings.ts'
import { readBeside } from '../../flags/read-enforcement.ts'
import { readPrincipal } from '../../flags/read-principal.ts'
import { tellOn } from '../../terminal/tell.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'
import type { serveSpec } from './serve-spec.ts'

type Flags = Input<typeof serveSpec>['flags']

/** Serves programs until the one on standard input goes, or until it is told to stop. */
export async function run({ flags }: Input<typeof serveSpec>, { err }: Terminal): Promise<ExitCode> {
  const address = readTransport(flags)
  pinFolders({ home: flags.home, stateHome: flags['state-home'] })
  const approvers = approversFile(flags.approvers)
  const open = openServing({
    kvlar: settingsOf(flags, err),
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

function settingsOf(flags: Flags, err: Page): KvlarSettings {
  const { policy: policies, watch, db, redis, permits, 'agent-id': agentId } = flags
  const isSomebody = flags['principal-id'] ?? flags['principal-kind'] ?? flags.role[0]
  return {
    ...(policies.length > 0 && { policies }),
    watch,
    record: readAuditSettings(flags),
    approvals: db === undefined ? {} : { queue: db },
    ...(redis !== undefined && { redis }),
    ...(permits !== undefined && { permits: { audience: permits } }),
    ...(agentId !== undefined && { agentId }),
    ...(isSomebody !== undefined && {
      principal: readPrincipal({ ...flags, 'agent-id': agentId ?? 'sdk-agent' }),
    }),
    ...readBeside(flags),
    tell: tellOn(err),
  }
}
