import type { JsonValue } from '../../../json-value.ts'
import { readFlagGrant, type FlagGrant } from './flag-grant.ts'
import type { GrantPlace } from './grant-shape.ts'
import { folderFlags, SINGLE_DASH, WALK_FLAGS } from '../programs/program-facts.ts'
import { RUNNING_FLAGS } from '../reading/wrappers.ts'

/** What holds for a program and all levels below it. */
export interface ProgramContext {
  readonly program: string
  /** Whether the grant says what `path` is. */
  readonly hasPaths: boolean
  readonly walks: boolean
  /** Whether it is the program itself and not a subcommand. */
  readonly isTop: boolean
}

/** What is wrong with the flags of one program or subcommand. */
export function flagProblems(place: GrantPlace, value: JsonValue, context: ProgramContext): void {
  const read: { readonly text: string; readonly flag: FlagGrant; readonly at: GrantPlace }[] = []
  for (const [text, at] of place.texts(value, '`flags`')) {
    const one = readFlagGrant(text)
    if (one.ok) read.push({ text, flag: one.flag, at })
    else at.add(one.problem)
  }
  const { program } = context
  const isSingleDash = SINGLE_DASH.has(program) || read.some(({ flag }) => /^-[^-]./.test(flag.name))
  const forms = new Map<string, Set<string>>()
  for (const { text, flag, at } of read) {
    const form = flag.value?.form ?? 'bare'
    const seen = forms.get(flag.name) ?? new Set()
    if (seen.has(form)) at.add(`\`${flag.name}\` stands there twice`)
    else if (form === 'spaced' ? seen.size > 0 : seen.has('spaced'))
      at.add(`\`${flag.name}\` cannot both require a value and do without one`)
    forms.set(flag.name, seen.add(form))
    if (form === 'joined' && isSingleDash && flag.name !== '-')
      at.add(`\`${text}\` cannot hold where several letters behind one dash are one flag`)
    const problem = factProblem(flag, context)
    if (problem !== undefined) at.add(problem)
  }
}

/** What the program's manual makes of the flag. */
function factProblem(
  { name, value }: FlagGrant,
  { program, hasPaths, walks, isTop }: ProgramContext,
): string | undefined {
  if (RUNNING_FLAGS.get(program)?.includes(name) === true)
    return `\`${name}\` runs other programs, so it is never granted`
  if (WALK_FLAGS.get(program)?.includes(name) === true && !walks)
    return `\`${program} ${name}\` goes through folders; say \`walks: true\` if it may`
  if (folderFlags(program, isTop).includes(name) && value?.kind !== 'path')
    return `\`${name}\` changes the folder, so its value must be a path: \`${name} {path}\``
  if (value?.kind === 'path' && !hasPaths)
    return '`{path}` means nothing here; say `paths` beside `programs`, or `within` among the operands'
  return undefined
}
