import type { Input } from '../command-spec.ts'
import { COMMAND_SPECS } from '../command-specs.ts'
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts'
import { findSpec } from '../find-spec.ts'
import { printCommandHelp, printOverview } from '../help.ts'
import type { helpSpec } from '../specs/help.ts'
import type { Terminal } from '../terminal.ts'

/** Shows all commands, or one. */
export function run({ operands: [name] }: Input<typeof helpSpec>, { out }: Terminal): ExitCode {
  if (name === undefined) printOverview(COMMAND_SPECS, out)
  else printCommandHelp(findSpec(name), out)
  return EXIT_CODES.ok
}
