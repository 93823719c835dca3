import type { Input } from '../command-spec.ts'
import { COMMAND_SPECS } from '../command-specs.ts'
import { bashCompletion } from '../completion/bash.ts'
import { fishCompletion } from '../completion/fish.ts'
import { powershellCompletion } from '../completion/powershell.ts'
import { zshCompletion } from '../completion/zsh.ts'
import { checkChoice } from '../check-choice.ts'
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts'
import { completionSpec } from '../specs/completion.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

const WRITERS = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
}

/** Prints the completion script of a shell. */
export function run({ operands: [shell] }: Input<typeof completionSpec>, { out }: Terminal): ExitCode {
  if (shell === undefined) throw new UsageError('which shell?', 'name one of bash, zsh, fish, powershell')
  out.write(WRITERS[checkChoice('the shell', shell, completionSpec.operands.choices)](COMMAND_SPECS))
  return EXIT_CODES.ok
}
