import { jsonLine, visibleText } from '@kvlar/core/text'
import type { Input } from '../../command-line/command-spec.ts'
import type { ExitCode } from '../../failures/exit-codes.ts'
import { RefusedError } from '../../failures/refused-error.ts'
import { changeStanding } from '../../sessions/change-standing.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import type { sessionRestoreSpec } from './restore-spec.ts'

/** Lets somebody in again who was turned away. */
export function run(
  { flags, operands: [named] }: Input<typeof sessionRestoreSpec>,
  terminal: Terminal,
): Promise<ExitCode> {
  const { json, reason } = flags
  return changeStanding(named, flags, terminal, async ({ standing, target, who, by }) => {
    const ended = await standing.restore(target, { by, reason })
    if (ended === undefined)
      throw new RefusedError(
        'NOT_FOUND',
        `\`${who}\` is not turned away`,
        '`kvlar session list` shows who is',
      )
    terminal.out.line(json ? jsonLine({ target, by, reason }) : visibleText(`let in again  ${who}`))
  })
}
