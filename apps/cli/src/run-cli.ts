import { groupOf, secondWord } from './command-groups.ts'
import { COMMANDS } from './commands.ts'
import { COMMAND_SPECS } from './command-specs.ts'
import type { CommandSpec } from './command-spec.ts'
import { EXIT_CODES } from './exit-codes.ts'
import { reportFailure } from './failure.ts'
import { findSpec } from './find-spec.ts'
import { printCommandHelp, printGroupHelp, printOverview } from './help.ts'
import { prefixed, type Terminal } from './terminal.ts'

/**
 * Runs one command line. Never throws: whatever goes wrong is printed, and the exit code says what sort it was.
 * @param words what follows `kvlar`
 * @returns the exit code
 */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<number> {
  const spec: CommandSpec | undefined = COMMAND_SPECS.find(({ name }) => name === words[0])
  // A command that wraps another shares its streams: stdout is the other's, and our lines on stderr say whose they are.
  const own = spec?.wrapsCommand ? { ...terminal, err: prefixed(terminal.err, '[kvlar]') } : terminal
  try {
    return await dispatch(words, own)
  } catch (error) {
    const json = !spec?.wrapsCommand && ownWords(words).includes('--json')
    const exit = reportFailure(error, { json }, own)
    if (spec?.wrapsCommand) {
      const { tellClient } = await import('./tell-client.ts')
      await tellClient(error)
    }
    return exit
  }
}

async function dispatch(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = words
  if (name === undefined || name === '--help' || name === '-h') {
    printOverview(COMMAND_SPECS, terminal.out)
    return EXIT_CODES.ok
  }
  if (name === '--version' || name === '-V') {
    const { printVersion } = await import('./version.ts')
    return printVersion(rest, terminal.out)
  }
  const asksHelp = ownWords(rest).some((word) => word === '--help' || word === '-h')
  const group = groupOf(name, COMMAND_SPECS)
  if (asksHelp && group.length > 0 && !group.some((spec) => secondWord(spec) === rest[0])) {
    printGroupHelp(name, group, terminal.out)
    return EXIT_CODES.ok
  }
  const found = findSpec(words)
  if (asksHelp) {
    printCommandHelp(found.spec, terminal.out)
    return EXIT_CODES.ok
  }
  return COMMANDS[found.spec.name](found.rest, terminal)
}

/** What follows `--` belongs to somebody else: `kvlar proxy -- server --help` starts the server. */
function ownWords(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--')
  return end < 0 ? words : words.slice(0, end)
}
