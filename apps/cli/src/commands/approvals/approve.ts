import { decideAtTerminal } from '../../approvals/decide-at-terminal.ts'
import type { Input } from '../../command-line/command-spec.ts'
import type { ExitCode } from '../../failures/exit-codes.ts'
import type { approvalsApproveSpec } from './approve-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'

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
