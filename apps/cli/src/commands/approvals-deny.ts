import { decideAtTerminal } from '../approvals/decide-at-terminal.ts'
import type { Input } from '../command-spec.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { approvalsDenySpec } from '../specs/approvals-deny.ts'
import type { Terminal } from '../terminal.ts'

/** Denies one request. */
export function run(
  { flags, operands: [named] }: Input<typeof approvalsDenySpec>,
  terminal: Terminal,
): Promise<ExitCode> {
  return decideAtTerminal({ named, verdict: 'deny' }, flags, terminal)
}
