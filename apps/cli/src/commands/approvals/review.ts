import { review } from '@kvlar/reviewer/terminal'
import { editJudgeOf } from '@kvlar/runtime/approvals'
import { openQueue } from '../../approvals/open-queue.ts'
import { approversFile, reviewerIdentity } from '../../approvals/reviewer-identity.ts'
import { stopSignal } from '../../approvals/stop-signal.ts'
import { parseArguments } from '../../command-line/arguments.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES } from '../../failures/exit-codes.ts'
import type { reviewSpec } from './review-spec.ts'
import { approvalsServeSpec } from './serve-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'

/** Decides what waits, one request after the other. */
export async function run({ flags }: Input<typeof reviewSpec>, terminal: Terminal): Promise<number> {
  if (flags.open) return onPage(flags, terminal)
  const { out, err } = terminal
  const { stdin, stdout } = process
  if (!stdin.isTTY || !stdout.isTTY)
    throw new UsageError(
      '`kvlar review` needs a terminal to show requests and to be answered',
      'decide with `kvlar approvals approve ID` and `kvlar approvals deny ID`, or in a browser with `--open`',
    )
  const judge = editJudgeOf(flags.policy)
  const approver = await reviewerIdentity(approversFile(flags.approvers))
  const { approvals, close } = await openQueue(flags, { err, make: true })
  const stopSweeping = approvals.startSweeping()
  const signal = stopSignal()
  const stopped = signal.stopped.then(() => 'ended' as const)
  try {
    const sides = { input: stdin, output: stdout, stopped }
    const end = await review({ approvals, approver, page: out, terminal: sides, ...(judge && { judge }) })
    return end === 'interrupted' ? EXIT_CODES.interrupted : EXIT_CODES.ok
  } finally {
    signal.forget()
    stopSweeping()
    await close()
  }
}

/** On a page of its own: whatever else listens at the usual address may be another user's, and is handed no token. */
async function onPage(flags: Input<typeof reviewSpec>['flags'], terminal: Terminal): Promise<number> {
  const serve = await import('./serve.ts')
  const { flags: defaults } = parseArguments(approvalsServeSpec, ['--port', '0'])
  return serve.run({ flags: { ...defaults, ...flags }, operands: [], command: [] }, terminal)
}
