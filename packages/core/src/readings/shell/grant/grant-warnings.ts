import { CODE_RUNNERS, type CodeRunner } from '../programs/code-runners.ts'
import { readFlagGrant } from './flag-grant.ts'
import type { GrantProblem } from './grant-problem.ts'
import type { ProgramGrant, ShellGrant } from './shell-grant.ts'

/** What the author of a grant should know: programs and flags that run others, or code. */
export function shellGrantWarnings({ programs }: ShellGrant): readonly GrantProblem[] {
  return Object.entries(programs).flatMap(([program, grant]) =>
    programWarnings(program, grant ?? {}, ['programs', program]),
  )
}

function programWarnings(
  program: string,
  grant: ProgramGrant,
  path: GrantProblem['path'],
): readonly GrantProblem[] {
  const runner = CODE_RUNNERS.get(program)
  if (runner === undefined) return []
  const says = `\`${program}\` ${runner.does}`
  const found: GrantProblem[] = []
  if (path.length === 2 && runner.always === true) found.push({ path, problem: says })
  for (const [index, text] of (grant.flags ?? []).entries()) {
    const read = readFlagGrant(text)
    if (read.ok && runner.flags?.includes(read.flag.name) === true)
      found.push({ path: [...path, 'flags', index], problem: `${says} with \`${text}\`` })
  }
  if (runner.operands === true && grant.operands !== undefined)
    found.push({ path: [...path, 'operands'], problem: `${says} as an operand` })
  for (const [name, inner] of Object.entries(grant.subcommands ?? {})) {
    const below = [...path, 'subcommands', name]
    if (name.split(' ').some((word) => namesCode(word, runner)))
      found.push({ path: below, problem: `${says} with \`${name}\`` })
    found.push(...programWarnings(program, inner ?? {}, below))
  }
  return found
}

function namesCode(word: string, { flags, subcommands }: CodeRunner): boolean {
  return flags?.includes(word) === true || subcommands?.includes(word) === true
}
