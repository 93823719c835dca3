import { packageVersion } from '@kvlar/core/node'
import type { KvlarSettings } from '@kvlar/runtime'
import { pinFolders } from '@kvlar/runtime/places'
import { openServing, serveStdio } from '@kvlar/runtime/serve'
import { approversFile } from '../../approvals/reviewer-identity.ts'
import { stopSignal } from '../../approvals/stop-signal.ts'
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

/** Serves one program until it goes, or until it is told to stop. */
export async function run({ flags }: Input<typeof serveSpec>, { err }: Terminal): Promise<ExitCode> {
  if (!flags.stdio) throw new UsageError('no transport is named', 'write `kvlar serve --stdio`')
  pinFolders({ home: flags.home, stateHome: flags['state-home'] })
  const approvers = approversFile(flags.approvers)
  const open = openServing({
    kvlar: settingsOf(flags, err),
    ...(approvers !== undefined && { approvers }),
  })
  const stopped = stopSignal()
  const stop = new AbortController()
  void stopped.stopped.then(() => stop.abort())
  try {
    await serveStdio({
      input: process.stdin,
      output: process.stdout,
      serving: open.serving({ isLocal: true }),
      version: packageVersion(),
      signal: stop.signal,
      onFailure: (error) =>
        err.line(`[kvlar] ${error instanceof Error ? (error.stack ?? error.message) : 'it failed'}`),
    })
  } finally {
    stopped.forget()
    await open.close()
  }
  return EXIT_CODES.ok
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
