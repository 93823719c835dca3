import { firstWords } from '../command-groups.ts'
import type { CommandSpec } from '../command-spec.ts'

/** The words a shell may offer as an operand of this command. */
export function operandWords(spec: CommandSpec, specs: readonly CommandSpec[]): readonly string[] {
  if (spec.name === 'help') return firstWords(specs).map(({ name }) => name)
  return spec.operands?.choices ?? []
}
