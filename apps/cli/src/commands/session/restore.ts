import { jsonLine, visibleText } from '@kvlar/core/text'
import { openStanding } from '@kvlar/runtime/standing'
import { approversFile, reviewerIdentity } from '../../approvals/reviewer-identity.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { RefusedError } from '../../failures/refused-error.ts'
import { readAuditSettings } from '../../flags/audit-settings.ts'
import { readTarget, targetText } from '../../sessions/read-target.ts'
import { tellOn } from '../../terminal/tell.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import type { sessionRestoreSpec } from './restore-spec.ts'

/** Lets somebody in again who was turned away. */
export async function run(
  { flags, operands: [named] }: Input<typeof sessionRestoreSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const target = readTarget(named)
  const { id: by } = await reviewerIdentity(approversFile(flags.approvers))
  const standing = openStanding({ record: readAuditSettings(flags), tell: tellOn(err) })
  try {
    const who = targetText(target)
    const ended = await standing.restore(target, { by, reason: flags.reason })
    if (ended === undefined)
      throw new RefusedError(
        'NOT_FOUND',
        `\`${who}\` is not turned away`,
        '`kvlar session list` shows who is',
      )
    if (flags.json) out.line(jsonLine({ target, by, reason: flags.reason }))
    else out.line(visibleText(`let in again  ${who}`))
    return EXIT_CODES.ok
  } finally {
    await standing.close()
  }
}
