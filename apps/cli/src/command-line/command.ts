import { parseArguments } from './arguments.ts'
import type { CommandSpec, NamedCommand, NamedSpec, Run } from './command-spec.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** One command: what the overview says of it, and where the rest of it is loaded from. */
export interface Command extends NamedCommand {
  /** Its flags, examples and notes. */
  readonly spec: () => Promise<NamedSpec>
  /** Reads the words behind its name, then runs it. */
  readonly run: (words: readonly string[], terminal: Terminal) => Promise<number>
}

/** A row of the table of commands; neither its spec nor its code is loaded before somebody asks for them. */
export function command<const S extends CommandSpec>(
  name: string,
  summary: string,
  spec: () => Promise<S>,
  load: () => Promise<{ run: Run<S> }>,
): Command {
  return {
    name,
    summary,
    spec: async () => ({ name, summary, ...(await spec()) }),
    run: async (words, terminal) => {
      const input = parseArguments(await spec(), words)
      const { run } = await load()
      return run(input, terminal)
    },
  }
}
