import type { JsonValue } from '../../../json-value.ts'
import { LIMITS } from '../../../limits.ts'
import { nearest } from '../../../text/nearest.ts'
import { flagProblems, type ProgramContext } from './flag-problems.ts'
import { readFlagGrant } from './flag-grant.ts'
import type { GrantProblem } from './grant-problem.ts'
import { isJsonArray, isJsonObject } from '../../../json/json-shape.ts'
import { GrantPlace } from './grant-shape.ts'
import { operandProblems, pathProblems } from './operand-problems.ts'
import { ALWAYS_WALK } from '../programs/program-facts.ts'
import { programDoubt } from '../reading/program-doubt.ts'
import { SHELL_GRANT_KEYS, SHELL_PERMITS, SHELL_SYNTAXES } from './shell-grant.ts'
import { WRAPPERS } from '../reading/wrappers.ts'

/** Everything that is wrong with the operand of a `shell` condition; empty when it is a `ShellGrant`. */
export function shellGrantProblem(value: JsonValue): readonly GrantProblem[] {
  const problems: GrantProblem[] = []
  const place = new GrantPlace(problems)
  const grant = place.object(value, 'the value of `shell`', SHELL_GRANT_KEYS.grant)
  if (grant === undefined) return problems
  const { syntax, programs, permit, paths } = grant
  wordProblems(place.at('syntax'), syntax, SHELL_SYNTAXES)
  if (permit !== undefined)
    for (const [text, at] of place.at('permit').texts(permit, '`permit`'))
      wordProblems(at, text, SHELL_PERMITS)
  if (paths !== undefined) pathProblems(place.at('paths'), paths)
  const named = place.at('programs').object(programs, '`programs`')
  if (named === undefined) return problems
  const names = Object.keys(named)
  if (names.length === 0) place.at('programs').add('no program is granted, so nothing ever matches')
  for (const name of names) {
    const at = place.at('programs').at(name)
    const problem = nameProblem(name)
    if (problem !== undefined) at.add(problem)
    programProblems(at, named[name], {
      program: name,
      hasPaths: paths !== undefined,
      walks: false,
      isTop: true,
    })
  }
  return problems
}

function wordProblems(place: GrantPlace, value: JsonValue | undefined, words: readonly string[]): void {
  if (typeof value === 'string' && words.includes(value)) return
  const meant = typeof value === 'string' ? nearest(value, words) : undefined
  place.add(`it must be ${words.join(' or ')}${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`)
}

function nameProblem(name: string): string | undefined {
  if (WRAPPERS.has(name)) return `\`${name}\` runs other programs and is looked through; grant those instead`
  switch (programDoubt(name)) {
    case undefined:
      return undefined
    case 'wrapper':
      return `\`${name}\` runs other programs, so it is never granted`
    case 'shell_state':
      return `\`${name}\` changes what the commands after it mean, so it is never granted`
    case 'compound':
      return `\`${name}\` is a word of the shell's grammar, not a program`
    case 'program_path':
      return `\`${name}\` is a path; a program is granted by its name`
    case 'program_name':
      return `\`${name}\` is not the plain name of a program`
  }
}

function programProblems(place: GrantPlace, value: JsonValue | undefined, context: ProgramContext): void {
  if (value === null) return programProblems(place, {}, context)
  const grant = place.object(value, 'a program', SHELL_GRANT_KEYS.program)
  if (grant === undefined) return
  const { flags, requires, operands, subcommands, walks } = grant
  const isWalks = walks === undefined || typeof walks === 'boolean' || walks === 'hidden'
  if (!isWalks) place.at('walks').add('it must be true, false or hidden')
  const inner = { ...context, walks: walks === undefined ? context.walks : isWalks && walks !== false }
  if (context.isTop && ALWAYS_WALK.has(context.program) && !inner.walks)
    place.add(`\`${context.program}\` goes through folders; say \`walks: true\` if it may`)
  const items = operands === undefined ? [] : isJsonArray(operands) ? operands : [operands]
  if (operands !== undefined) operandProblems(place.at('operands'), operands, context)
  if (flags !== undefined) {
    const hasPath = context.hasPaths || items.some((item) => isJsonObject(item) && isPathGrant(item))
    flagProblems(place.at('flags'), flags, { ...inner, hasPaths: hasPath })
  }
  if (requires !== undefined) requiredProblems(place.at('requires'), requires, flags)
  if (subcommands === undefined) return
  const named = place.at('subcommands').object(subcommands, '`subcommands`')
  if (place.path.length > LIMITS.shellLevelsMax * 2)
    return place.at('subcommands').add(`subcommands are nested more than ${LIMITS.shellLevelsMax} deep`)
  for (const [name, below] of Object.entries(named ?? {})) {
    const at = place.at('subcommands').at(name)
    if (!/^[!-~]+(?: [!-~]+)*$/.test(name))
      at.add(`\`${name}\` is not made of words with one space between them`)
    programProblems(at, below, { ...inner, isTop: false })
  }
}

/** A flag that is required and not granted would never be there. */
function requiredProblems(place: GrantPlace, value: JsonValue, flags: JsonValue | undefined): void {
  const granted = isJsonArray(flags)
    ? flags.flatMap((flag) => (typeof flag === 'string' ? flagName(flag) : []))
    : []
  for (const [text, at] of place.texts(value, '`requires`'))
    if (!granted.includes(text)) at.add(`\`${text}\` is not the name of one of \`flags\``)
}

function flagName(text: string): string | readonly string[] {
  const read = readFlagGrant(text)
  return read.ok ? read.flag.name : []
}

function isPathGrant(item: object): boolean {
  return !('one_of' in item || 'matches' in item)
}
