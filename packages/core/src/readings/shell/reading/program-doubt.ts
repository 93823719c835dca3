import { GRAMMAR, OPAQUE_WRAPPERS, SHELL_STATE } from './wrappers.ts'

/** The kinds of doubt about a name alone. */
export type ProgramDoubt = 'compound' | 'program_name' | 'program_path' | 'shell_state' | 'wrapper'

const PLAIN_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/
const NAMES: ReadonlyMap<string, ProgramDoubt> = new Map<string, ProgramDoubt>([
  ...[...OPAQUE_WRAPPERS].map((name) => [name, 'wrapper'] as const),
  ...[...SHELL_STATE].map((name) => [name, 'shell_state'] as const),
  ...[...GRAMMAR].map((name) => [name, 'compound'] as const),
])

/** Why the name does not tell for certain which program runs; undefined when it does. */
export function programDoubt(name: string): ProgramDoubt | undefined {
  const known = NAMES.get(name)
  if (known !== undefined || PLAIN_NAME.test(name)) return known
  return /^[.~]|[/\\]/.test(name) ? 'program_path' : 'program_name'
}
