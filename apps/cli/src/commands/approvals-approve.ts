import { decideAtTerminal } from '../approvals/decide-at-terminal.ts'
import type { Input } from '../command-spec.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { approvalsApproveSpec } from '../specs/approvals-approve.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

/** Approves one request. */
export function run(
  { flags, operands: [named] }: Input<typeof approvalsApproveSpec>,
  terminal: Terminal,
): Promise<ExitCode> {
  const { grant, general, confirm } = flags
  if (general && grant === 'once')
    throw new UsageError(
      '`--general` says what a grant covers, and none is given',
      'add `--grant session` or `--grant 1h`',
    )
  return decideAtTerminal(
    {
      named,
      verdict: 'approve',
      grant,
      ...(general && { isGeneral: true }),
      ...(confirm !== undefined && { confirm }),
    },
    flags,
    terminal,
  )
}
