import { openStanding, type OpenStanding } from '@kvlar/runtime/standing'
import type { Target } from '@kvlar/gate'
import { approversFile, reviewerIdentity } from '../approvals/reviewer-identity.ts'
import { EXIT_CODES, type ExitCode } from '../failures/exit-codes.ts'
import { readAuditSettings } from '../flags/audit-settings.ts'
import { tellOn } from '../terminal/tell.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { readTarget, targetText } from './read-target.ts'

/** Whom a person turns away or lets in again. */
export interface StandingChange {
  readonly standing: OpenStanding
  readonly target: Target
  /** The target, as it is shown. */
  readonly who: string
  /** The person. */
  readonly by: string
}

type Flags = Parameters<typeof readAuditSettings>[0] & {
  readonly approvers: string | undefined
  readonly redis: string | undefined
}

/** Does it as whoever sits here, in the record of this process. */
export async function changeStanding(
  named: string | undefined,
  flags: Flags,
  { err }: Pick<Terminal, 'err'>,
  change: (of: StandingChange) => Promise<void>,
): Promise<ExitCode> {
  const target = readTarget(named)
  const { id: by } = await reviewerIdentity(approversFile(flags.approvers))
  const { redis } = flags
  const standing = await openStanding({ record: readAuditSettings(flags), redis, tell: tellOn(err) })
  try {
    await change({ standing, target, who: targetText(target), by })
    return EXIT_CODES.ok
  } finally {
    await standing.close()
  }
}
