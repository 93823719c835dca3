import { jsonLine, visibleText } from '@kvlar/core/text'
import type { Input } from '../../command-line/command-spec.ts'
import type { ExitCode } from '../../failures/exit-codes.ts'
import { changeStanding } from '../../sessions/change-standing.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import type { sessionRevokeSpec } from './revoke-spec.ts'

/** Turns somebody away. */
export function run(
  { flags, operands: [named] }: Input<typeof sessionRevokeSpec>,
  terminal: Terminal,
): Promise<ExitCode> {
  const { json, reason } = flags
  return changeStanding(named, flags, terminal, async ({ standing, target, who, by }) => {
    const isNew = await standing.revoke({ target, reason, by, atMs: Date.now() })
    const said = isNew ? 'turned away' : 'turned away already'
    terminal.out.line(json ? jsonLine({ target, by, reason, new: isNew }) : visibleText(`${said}  ${who}`))
  })
}
