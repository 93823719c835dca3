import { COMMAND_SPECS } from './command-specs.ts'
import { nearest } from '@kvlar/core'
import { UsageError } from './usage-error.ts'

/**
 * The command of that name.
 * @throws UsageError with the name that was probably meant.
 */
export function findSpec(name: string): (typeof COMMAND_SPECS)[number] {
  const found = COMMAND_SPECS.find((spec) => spec.name === name)
  if (found !== undefined) return found
  const close = nearest(
    name,
    COMMAND_SPECS.map((spec) => spec.name),
  )
  throw new UsageError(
    `unknown command \`${name}\``,
    close ? `did you mean \`kvlar ${close}\`?` : '`kvlar help` lists the commands',
  )
}
