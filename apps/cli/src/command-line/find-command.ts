import { nearest } from '@kvlar/core/text'
import { firstWords, groupOf, secondWord } from './command-groups.ts'
import type { Command } from './command.ts'
import { COMMANDS } from './commands.ts'
import { UsageError } from '../failures/usage-error.ts'

/** What may stand where a command is expected. */
const FLAGS = ['--help', '--version']

/** What other programs call what a command of ours does: no spelling is near enough to tell. */
export const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['version', '--version'],
  ['-v', '--version'],
  ['eval', 'evaluate'],
  ['explain', 'evaluate --explain'],
  ['check', 'validate'],
  ['lint', 'validate'],
  ['run', 'proxy'],
  ['dashboard', 'approvals serve'],
  ['list', 'approvals list'],
  ['logs', 'audit tail'],
  ['log', 'audit tail'],
  ['verify', 'audit verify'],
  ['export', 'audit export'],
  ['install', 'wrap'],
  ['uninstall', 'unwrap'],
])

/** A command, and the words behind its name. */
export interface FoundCommand {
  readonly command: Command
  readonly rest: readonly string[]
}

/**
 * The command that a line begins with, of one word or two.
 * @throws UsageError with the name that was probably meant
 */
export function findCommand(words: readonly string[]): FoundCommand {
  const [first = '', second = ''] = words
  const group = groupOf(first, COMMANDS)
  const name = group.length === 0 ? first : `${first} ${second}`
  const command = COMMANDS.find((one) => one.name === name)
  if (command !== undefined) return { command, rest: words.slice(group.length === 0 ? 1 : 2) }
  throw group.length === 0 ? unknownCommand(first) : unknownOfGroup(first, second, group)
}

function unknownCommand(name: string): UsageError {
  const close =
    OTHER_NAMES.get(name) ?? nearest(name, [...firstWords(COMMANDS).map((word) => word.name), ...FLAGS])
  return new UsageError(
    `unknown ${name.startsWith('-') ? 'flag' : 'command'} \`${name}\``,
    close ? `did you mean \`kvlar ${close}\`?` : '`kvlar help` lists the commands',
  )
}

function unknownOfGroup(word: string, given: string, group: readonly Command[]): UsageError {
  const names = group.map(secondWord)
  if (given === '' || given.startsWith('-')) {
    return new UsageError(`which command of \`kvlar ${word}\`?`, `name one of ${names.join(', ')}`)
  }
  const close = nearest(given, names)
  return new UsageError(
    `unknown command \`${word} ${given}\``,
    close ? `did you mean \`kvlar ${word} ${close}\`?` : `it is one of ${names.join(', ')}`,
  )
}
