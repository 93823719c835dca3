import type { NamedCommand } from './command-spec.ts'

/** What the commands of two words have in common, by their first word. */
const GROUPS: ReadonlyMap<string, string> = new Map([
  ['approvals', 'see and decide what waits for people'],
  ['limits', 'see what stands in the limits of rules, and have them begin anew'],
  ['audit', 'verify, read and export the record of decisions'],
  ['config', 'check the file that says how commands run'],
  ['session', 'see sessions, turn somebody away, and let them in again'],
  ['keys', 'make and keep the keys that sign the record'],
])

/** What may stand as the first word of a command line, each once, in the order of the table. */
export function firstWords(
  commands: readonly NamedCommand[],
): readonly { readonly name: string; readonly summary: string }[] {
  const words = new Map<string, string>()
  for (const { name, summary } of commands) {
    const [word = name] = name.split(' ')
    words.set(word, GROUPS.get(word) ?? summary)
  }
  return [...words].map(([name, summary]) => ({ name, summary }))
}

/** The commands that begin with this word and have another; none for a command of one word. */
export function groupOf<S extends NamedCommand>(word: string, commands: readonly S[]): readonly S[] {
  return commands.filter(({ name }) => name.startsWith(`${word} `))
}

/** The groups of the table, with their commands. */
export function commandGroups(
  commands: readonly NamedCommand[],
): readonly { readonly word: string; readonly group: readonly NamedCommand[] }[] {
  return firstWords(commands)
    .map(({ name }) => ({ word: name, group: groupOf(name, commands) }))
    .filter(({ group }) => group.length > 0)
}

/** The second word of a command of two. */
export function secondWord({ name }: NamedCommand): string {
  return name.slice(name.indexOf(' ') + 1)
}
