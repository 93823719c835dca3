import { groupOf } from '../command-groups.ts'
import type { CommandSpec, Input } from '../command-spec.ts'
import { COMMAND_SPECS } from '../command-specs.ts'
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts'
import { findSpec } from '../find-spec.ts'
import { printCommandHelp, printGroupHelp, printOverview } from '../help.ts'
import type { helpSpec } from '../specs/help.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

/** Shows all commands, or one. */
export function run({ operands }: Input<typeof helpSpec>, { out }: Terminal): ExitCode {
  const [word = '', ...more] = operands
  const group = groupOf(word, COMMAND_SPECS)
  if (operands.length === 0) printOverview(COMMAND_SPECS, out)
  else if (group.length > 0 && more.length === 0) printGroupHelp(word, group, out)
  else printCommandHelp(findOnly(operands), out)
  return EXIT_CODES.ok
}

function findOnly(words: readonly string[]): CommandSpec {
  const { spec, rest } = findSpec(words)
  if (rest[0] !== undefined) throw new UsageError(`unexpected argument \`${rest[0]}\``)
  return spec
}
