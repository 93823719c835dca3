import { review } from '@kvlar/reviewer/terminal'
import { editJudgeOf } from '@kvlar/runtime/approvals'
import { openQueue } from '../../approvals/open-queue.ts'
import { approversFile, reviewerIdentity } from '../../approvals/reviewer-identity.ts'
import { stopSignal } from '../../approvals/stop-signal.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { reviewSpec } from './review-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'

/** Decides what waits, one request after the other. */
export async function run({ flags }: Input<typeof reviewSpec>, { out, err }: Terminal): Promise<ExitCode> {
  const { stdin, stdout } = process
  if (!stdin.isTTY || !stdout.isTTY)
    throw new UsageError(
      '`kvlar review` needs a terminal to show requests and to be answered',
      'decide with `kvlar approvals approve ID` and `kvlar approvals deny ID`',
    )
  const judge = editJudgeOf(flags.policy)
  const approver = await reviewerIdentity(approversFile(flags.approvers))
  const { approvals, close } = await openQueue(flags, { err, make: true })
  const stopSweeping = approvals.startSweeping()
  const signal = stopSignal()
  const stopped = signal.exit.then((exit) => (exit === EXIT_CODES.interrupted ? 'interrupted' : 'ended'))
  try {
    const terminal = { input: stdin, output: stdout, stopped }
    const end = await review({ approvals, approver, page: out, terminal, ...(judge && { judge }) })
    return end === 'interrupted' ? EXIT_CODES.interrupted : EXIT_CODES.ok
  } finally {
    signal.forget()
    stopSweeping()
    await close()
  }
}
