import { nearest } from '@kvlar/core'
import { COMMAND_SPECS } from './command-specs.ts'
import { UsageError } from './usage-error.ts'

/** What may stand where a command is expected. */
const FLAGS = ['--help', '--version']

/**
 * The command of that name.
 * @throws UsageError with the name that was probably meant
 */
export function findSpec(name: string): (typeof COMMAND_SPECS)[number] {
  const found = COMMAND_SPECS.find((spec) => spec.name === name)
  if (found !== undefined) return found
  const close = nearest(name, [...COMMAND_SPECS.map((spec) => spec.name), ...FLAGS])
  throw new UsageError(
    `unknown ${name.startsWith('-') ? 'flag' : 'command'} \`${name}\``,
    close ? `did you mean \`kvlar ${close}\`?` : '`kvlar help` lists the commands',
  )
}
