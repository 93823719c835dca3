import { proveInHome } from '@kvlar/audit/file'
import { auditHome, findRow, parseEntryId } from '@kvlar/runtime/record'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import type { auditProveSpec } from './prove-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'

/** Writes a proof of one entry. */
export async function run(
  { operands: [id = '', named] }: Input<typeof auditProveSpec>,
  { out }: Terminal,
): Promise<ExitCode> {
  const entryId = parseEntryId(id)
  if (entryId === undefined)
    throw new UsageError(
      id === '' ? 'which entry?' : `\`${id}\` is no entry id`,
      'write chain:index, as `kvlar audit tail` shows it',
    )
  const { home } = auditHome(named)
  const { chain, entry } = await findRow(home, entryId)
  const proof = await proveInHome(home, { chain, index: entry.index })
  if (proof === undefined)
    throw new UsageError(
      `no checkpoint covers entry \`${id}\` yet`,
      'a proxy that runs signs within a second',
    )
  out.write(proof)
  return EXIT_CODES.ok
}
