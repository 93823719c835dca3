import { resolve } from 'node:path'
import { signalExitCode } from '@kvlar/core/node'
import { isLoopback } from '@kvlar/reviewer/address'
import type { ReviewerServer } from '@kvlar/reviewer/server'
import { editJudgeOf, webhookSecrets } from '@kvlar/runtime/approvals'
import { openPage, type OpenedPage } from '@kvlar/runtime/desktop'
import { reviewerTokenFile } from '@kvlar/runtime/places'
import { recordPlace } from '@kvlar/runtime/record'
import { readHealthPlace } from '../../health/health-address.ts'
import { serveHealthAt } from '../../health/serve-at.ts'
import { tellOn } from '../../terminal/tell.ts'
import { openQueue } from '../../approvals/open-queue.ts'
import { approversFile } from '../../approvals/reviewer-identity.ts'
import { serveReviewer, type ServeReviewerOptions } from '../../approvals/serve-reviewer.ts'
import { servingError } from '../../approvals/serving-error.ts'
import { stopSignal } from '../../approvals/stop-signal.ts'
import { readAuditSettings } from '../../flags/audit-settings.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES } from '../../failures/exit-codes.ts'
import { readDrain } from '../../flags/drain-flag.ts'
import { readConfigFlag } from '../../flags/config/read-config-flag.ts'
import type { approvalsServeSpec } from './serve-spec.ts'
import { servingFlags } from './serving-flags.ts'
import { printWarnings } from '../../terminal/print-warnings.ts'
import type { Page, Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'

type Flags = ReturnType<typeof servingFlags>

/** Serves the reviewer page until it is told to stop. */
export async function run(input: Input<typeof approvalsServeSpec>, { err }: Terminal): Promise<number> {
  const config = readConfigFlag(input.flags)
  const drainMs = readDrain(input.flags, config)
  const flags = servingFlags(input.flags, config)
  const place = readHealthPlace(flags)
  const { approvals, health, close } = await openQueue(flags, { err, make: true })
  const stopped = stopSignal()
  let isStopping = false
  const page = { name: 'page', look: () => (isStopping ? 'the reviewer is being stopped' : undefined) }
  let stopHealth: (() => Promise<void>) | undefined
  let server: ReviewerServer | undefined
  let opened: OpenedPage | undefined
  try {
    const options = await readOptions(flags, approvals)
    server = await serveReviewer(options).catch((error: unknown) => {
      throw servingError(error, options)
    })
    if (config !== undefined) printWarnings([config], err)
    announce(server, options, err)
    stopHealth = await serveHealthAt(place, { health, checks: [page], tell: tellOn(err) })
    opened = flags.open ? await openPage(server) : undefined
    if (opened?.why !== undefined)
      err.line(`${err.tone('warning', 'warning:')} no browser was opened: ${opened.why}`)
    const signal = await stopped.stopped
    isStopping = true
    const isWhole = await server.drain({ withinMs: drainMs, hurry: stopped.hurry })
    return isWhole ? EXIT_CODES.ok : signalExitCode(stopped.hurry.aborted ? stopped.hurry.reason : signal)
  } finally {
    stopped.forget()
    await stopHealth?.()
    await opened?.close()
    await server?.close()
    await close()
  }
}

async function readOptions(
  flags: Flags,
  approvals: ServeReviewerOptions['approvals'],
): Promise<ServeReviewerOptions> {
  const approvers = approversFile(flags.approvers)
  const audit = recordPlace(readAuditSettings(flags))
  const judge = editJudgeOf(flags.policy)
  return {
    approvals,
    host: flags.host,
    port: flags.port,
    hosts: flags.hostname,
    isSecure: flags.secure,
    fileRoots: flags.files.map((folder) => resolve(folder)),
    ...(approvers !== undefined && { approvers }),
    ...(audit !== undefined && { auditDir: audit.dir }),
    ...(judge !== undefined && { editJudge: judge }),
    ...(flags['webhook-callback'] && { webhookCallback: await takeCallbacks(approvals) }),
  }
}

async function takeCallbacks(approvals: ServeReviewerOptions['approvals']) {
  const secrets = await webhookSecrets()
  if (secrets.length === 0)
    throw new UsageError(
      '`--webhook-callback` needs secrets, and there are none',
      'put them in `KVLAR_WEBHOOK_SECRETS`, or name their file in `KVLAR_WEBHOOK_SECRETS_FILE`',
    )
  const { createWebhookCallback } = await import('@kvlar/approvals/webhook')
  return createWebhookCallback({ approvals, secrets })
}

/** The token is shown to a person only: what stands in a log is read by more than one. */
function announce(
  server: ReviewerServer,
  { host, approvers, isSecure }: ServeReviewerOptions,
  err: Page,
): void {
  const { url, signInUrl } = server
  err.line(`reviewers may sign in at ${signInUrl !== undefined && err.isTerminal ? signInUrl : url}`)
  if (approvers !== undefined) err.line(`with the tokens of ${approvers}`)
  else if (!err.isTerminal) err.line(`with the token in ${reviewerTokenFile()}`)
  if (isSecure !== true && approvers !== undefined && !isLoopback(host))
    err.line(
      `${err.tone('warning', 'warning:')} tokens travel unencrypted: put something that speaks https in front, and say \`--secure\``,
    )
}
