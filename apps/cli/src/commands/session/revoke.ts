import { jsonLine, visibleText } from '@kvlar/core/text'
import { openStanding } from '@kvlar/runtime/standing'
import { approversFile, reviewerIdentity } from '../../approvals/reviewer-identity.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { readAuditSettings } from '../../flags/audit-settings.ts'
import { readTarget, targetText } from '../../sessions/read-target.ts'
import { tellOn } from '../../terminal/tell.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import type { sessionRevokeSpec } from './revoke-spec.ts'

/** Turns somebody away. */
export async function run(
  { flags, operands: [named] }: Input<typeof sessionRevokeSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const target = readTarget(named)
  const { id: by } = await reviewerIdentity(approversFile(flags.approvers))
  const standing = openStanding({ record: readAuditSettings(flags), tell: tellOn(err) })
  try {
    const isNew = await standing.revoke({ target, reason: flags.reason, by, atMs: Date.now() })
    const who = targetText(target)
    if (flags.json) out.line(jsonLine({ target, by, reason: flags.reason, new: isNew }))
    else out.line(visibleText(isNew ? `turned away  ${who}` : `turned away already  ${who}`))
    return EXIT_CODES.ok
  } finally {
    await standing.close()
  }
}
