import { COMMANDS } from './commands.ts'
import { EXIT_CODES } from './exit-codes.ts'
import { findSpec } from './find-spec.ts'
import { printCommandHelp, printOverview } from './help.ts'
import { COMMAND_SPECS } from './command-specs.ts'
import { reportFailure } from './failure.ts'
import type { Terminal } from './terminal.ts'

/**
 * Runs one command line. Never throws: whatever goes wrong is printed, and the exit code says what sort it was.
 * @param words what follows `kvlar`
 */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = words
  try {
    if (name === undefined || name === '--help' || name === '-h') {
      printOverview(COMMAND_SPECS, terminal.out)
      return EXIT_CODES.ok
    }
    if (name === '--version' || name === '-V') {
      const { printVersion } = await import('./version.ts')
      return printVersion(rest, terminal.out)
    }
    const spec = findSpec(name)
    if (asksForHelp(rest)) {
      printCommandHelp(spec, terminal.out)
      return EXIT_CODES.ok
    }
    return await COMMANDS[spec.name](rest, terminal)
  } catch (error) {
    return reportFailure(error, words, terminal)
  }
}

/** What follows `--` belongs to somebody else: `kvlar proxy -- server --help` starts the server. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  return (end < 0 ? words : words.slice(0, end)).some((word) => word === '--help' || word === '-h')
}
