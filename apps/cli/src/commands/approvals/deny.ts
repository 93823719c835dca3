import { decideAtTerminal } from '../../approvals/decide-at-terminal.ts'
import type { Input } from '../../command-line/command-spec.ts'
import type { ExitCode } from '../../failures/exit-codes.ts'
import type { approvalsDenySpec } from './deny-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** Denies one request. */
export function run(
  { flags, operands: [named] }: Input<typeof approvalsDenySpec>,
  terminal: Terminal,
): Promise<ExitCode> {
  return decideAtTerminal({ named, verdict: 'deny' }, flags, terminal)
}
