import { jsonLine, visibleText } from '@kvlar/core/text'
import { resetSessions } from '@kvlar/runtime/standing'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { readAuditSettings } from '../../flags/audit-settings.ts'
import { tellOn } from '../../terminal/tell.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import type { sessionResetSpec } from './reset-spec.ts'

/** Has every session begin anew. */
export async function run(
  { flags }: Input<typeof sessionResetSpec>,
  { out, err }: Terminal,
): Promise<ExitCode> {
  const { json, redis } = flags
  const store = await resetSessions({ redis, record: readAuditSettings(flags), tell: tellOn(err) })
  out.line(json ? jsonLine({ store }) : visibleText(`every session begins anew  ${store}`))
  return EXIT_CODES.ok
}
