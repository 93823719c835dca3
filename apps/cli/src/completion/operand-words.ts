import { firstWords } from '../command-line/command-groups.ts'
import type { NamedSpec } from '../command-line/command-spec.ts'

/** The words a shell may offer as an operand of this command. */
export function operandWords(spec: NamedSpec, specs: readonly NamedSpec[]): readonly string[] {
  if (spec.name === 'help') return firstWords(specs).map(({ name }) => name)
  return spec.operands?.choices ?? []
}
