import { jsonLine, visibleText } from '@kvlar/core/text'
import { grantJson } from '@kvlar/reviewer'
import { findGrant } from '../../approvals/find-by-id.ts'
import { openQueue } from '../../approvals/open-queue.ts'
import { approversFile, reviewerIdentity } from '../../approvals/reviewer-identity.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { RefusedError } from '../../failures/refused-error.ts'
import type { approvalsRevokeSpec } from './revoke-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** Ends a grant. */
export async function run(
  { flags, operands: [named] }: Input<typeof approvalsRevokeSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const { approvals, close } = await openQueue(flags, { err })
  try {
    const { id } = await findGrant(approvals, named)
    const revoked = await approvals.revokeGrant(id, await reviewerIdentity(approversFile(flags.approvers)))
    if (revoked === undefined) throw new RefusedError('NOT_FOUND', `\`${id}\` has ended meanwhile`)
    if (flags.json) out.line(jsonLine(grantJson(revoked)))
    else out.line(visibleText(`revoked  ${id}  ${revoked.resource}`))
    return EXIT_CODES.ok
  } finally {
    await close()
  }
}
