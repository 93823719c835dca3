import { witnessText } from '@kvlar/audit'
import { newestCheckpoints } from '@kvlar/audit/file'
import { auditHome } from '@kvlar/runtime/record'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { auditCheckpointSpec } from './checkpoint-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** Writes what somebody else should keep of the record. */
export async function run(
  { operands: [named] }: Input<typeof auditCheckpointSpec>,
  { out }: Terminal,
): Promise<ExitCode> {
  const { home, chain } = auditHome(named)
  out.write(witnessText(await newestCheckpoints(home, chain)))
  return EXIT_CODES.ok
}
