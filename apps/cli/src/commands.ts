import { parseArguments } from './arguments.ts'
import type { CommandName } from './command-specs.ts'
import type { CommandSpec, Run } from './command-spec.ts'
import type { ExitCode } from './exit-codes.ts'
import { completionSpec } from './specs/completion.ts'
import { helpSpec } from './specs/help.ts'
import type { Terminal } from './terminal.ts'

/** Reads the words after the command's name, then runs it. */
export type Command = (words: readonly string[], terminal: Terminal) => Promise<ExitCode>

/** The code of every command; it is loaded only when that command runs. */
export const COMMANDS: Readonly<Record<CommandName, Command>> = {
  completion: command(completionSpec, () => import('./commands/completion.ts')),
  help: command(helpSpec, () => import('./commands/help.ts')),
}

function command<const S extends CommandSpec>(spec: S, load: () => Promise<{ run: Run<S> }>): Command {
  return async (words, terminal) => {
    const input = parseArguments(spec, words)
    const { run } = await load()
    return run(input, terminal)
  }
}
