import type { Input } from '../../command-line/command-spec.ts'
import { allSpecs } from '../../command-line/commands.ts'
import { bashCompletion } from '../../completion/bash.ts'
import { fishCompletion } from '../../completion/fish.ts'
import { powershellCompletion } from '../../completion/powershell.ts'
import { zshCompletion } from '../../completion/zsh.ts'
import { checkChoice } from '../../flags/check-choice.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { completionSpec } from './completion-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { UsageError } from '../../failures/usage-error.ts'

const WRITERS = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
}

/** Prints the completion script of a shell. */
export async function run(
  { operands: [shell] }: Input<typeof completionSpec>,
  { out }: Terminal,
): Promise<ExitCode> {
  if (shell === undefined) throw new UsageError('which shell?', 'name one of bash, zsh, fish, powershell')
  out.write(WRITERS[checkChoice('the shell', shell, completionSpec.operands.choices)](await allSpecs()))
  return EXIT_CODES.ok
}
