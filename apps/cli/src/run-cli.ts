import { groupOf, secondWord } from './command-line/command-groups.ts'
import { COMMANDS } from './command-line/commands.ts'
import { EXIT_CODES } from './failures/exit-codes.ts'
import { findCommand } from './command-line/find-command.ts'
import { printCommandHelp, printGroupHelp, printOverview } from './command-line/help.ts'
import { prefixed, type Terminal } from './terminal/terminal.ts'

/**
 * Runs one command line. Never throws: whatever goes wrong is printed, and the exit code says what sort it was.
 * @param words what follows `kvlar`
 * @returns the exit code
 */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<number> {
  const spec = await COMMANDS.find(({ name }) => name === words[0])?.spec()
  // A command that wraps another shares its streams: stdout is the other's, and our lines on stderr say whose they are.
  const own = spec?.wrapsCommand ? { ...terminal, err: prefixed(terminal.err, '[kvlar]') } : terminal
  try {
    return await dispatch(words, own)
  } catch (error) {
    const json = !spec?.wrapsCommand && ownWords(words).includes('--json')
    const { reportFailure } = await import('./failures/failure.ts')
    const exit = reportFailure(error, { json }, own)
    if (spec?.wrapsCommand) {
      const { tellClient } = await import('./commands/proxy/tell-client.ts')
      await tellClient(error)
    }
    return exit
  }
}

async function dispatch(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = words
  if (name === undefined || name === '--help' || name === '-h') {
    printOverview(COMMANDS, terminal.out)
    return EXIT_CODES.ok
  }
  if (name === '--version' || name === '-V') {
    const { printVersion } = await import('./version.ts')
    return printVersion(rest, terminal.out)
  }
  const asksHelp = ownWords(rest).some((word) => word === '--help' || word === '-h')
  const group = groupOf(name, COMMANDS)
  if (asksHelp && group.length > 0 && !group.some((one) => secondWord(one) === rest[0])) {
    printGroupHelp(name, group, terminal.out)
    return EXIT_CODES.ok
  }
  const found = findCommand(words)
  if (asksHelp) {
    printCommandHelp(await found.command.spec(), terminal.out)
    return EXIT_CODES.ok
  }
  return found.command.run(found.rest, terminal)
}

/** What follows `--` belongs to somebody else: `kvlar proxy -- server --help` starts the server. */
function ownWords(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--')
  return end < 0 ? words : words.slice(0, end)
}
