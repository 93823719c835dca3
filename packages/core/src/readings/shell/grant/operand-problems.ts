import type { JsonValue } from '../../../json-value.ts'
import { parseGlob } from '../../../match/glob.ts'
import { parseRegex } from '../../../match/regex.ts'
import { absolutePathProblem } from '../../path/absolute-path.ts'
import { pathGlobsProblem } from '../../path/path-globs.ts'
import { isJsonArray, isJsonObject } from '../../../json/json-shape.ts'
import { GrantPlace } from './grant-shape.ts'
import { OPERAND_WORDS, SHELL_GRANT_KEYS } from './shell-grant.ts'

interface OperandContext {
  readonly program: string
  readonly hasPaths: boolean
}

/** What is wrong with `operands`, one kind or a list of them. */
export function operandProblems(place: GrantPlace, value: JsonValue, context: OperandContext): void {
  if (isJsonArray(value) && value.length === 0)
    return place.add('it must name at least one kind; leave it out for none')
  if (!isJsonArray(value)) return oneProblems(place, value, context)
  for (const [index, item] of value.entries()) oneProblems(place.at(index), item, context)
}

function oneProblems(place: GrantPlace, value: JsonValue, { program, hasPaths }: OperandContext): void {
  if (
    program === 'cd' &&
    value !== 'path' &&
    !(isJsonObject(value) && ('within' in value || 'relative' in value))
  )
    place.add('the operand of `cd` must be a path')
  if ((value === 'path' || value === 'revision') && !hasPaths)
    place.add(`\`${value}\` means nothing here; say \`paths\` beside \`programs\``)
  else if (typeof value === 'string' && OPERAND_WORDS.some((word) => word === value)) return
  else if (!isJsonObject(value))
    place.add(
      'it must be text, number, path, revision, or a map with `within`, `relative`, `one_of` or `matches`',
    )
  else if ('one_of' in value) listProblems(place, value)
  else if ('matches' in value) regexProblems(place, value)
  else pathProblems(place, value)
}

function listProblems(place: GrantPlace, value: JsonValue): void {
  const { one_of: listed } = place.object(value, '`one_of`', SHELL_GRANT_KEYS.oneOf) ?? {}
  if (listed === undefined) return
  for (const [text, at] of place.at('one_of').texts(listed, '`one_of`')) {
    const read = parseGlob(text)
    if (!read.ok) at.add(`\`${text}\` is not a pattern: ${read.problem}`)
  }
}

function regexProblems(place: GrantPlace, value: JsonValue): void {
  const { matches } = place.object(value, '`matches`', SHELL_GRANT_KEYS.matches) ?? {}
  const at = place.at('matches')
  if (typeof matches !== 'string') return at.add('it must be a regular expression')
  const read = parseRegex(matches)
  if (!read.ok) at.add(`the regex \`${matches}\` does not parse: ${read.problem}`)
}

/** What is wrong with `paths`, or with an operand that is a path. */
export function pathProblems(place: GrantPlace, value: JsonValue): void {
  const grant = place.object(value, 'a path', SHELL_GRANT_KEYS.path)
  if (grant === undefined) return
  const { within, except, relative } = grant
  if (relative !== undefined && typeof relative !== 'boolean')
    place.at('relative').add('it must be true or false')
  if (within === undefined && (relative === undefined || relative === false))
    place.add('no path is inside; say `within: /a/folder` or `relative: true`')
  if (within !== undefined)
    for (const [text, at] of place
      .at('within')
      .texts(typeof within === 'string' ? [within] : within, '`within`')) {
      const problem = absolutePathProblem(text)
      if (problem !== undefined) at.add(problem)
    }
  if (except === undefined) return
  const globs = place.at('except').texts(except, '`except`')
  const problem = globs.length === 0 ? undefined : pathGlobsProblem(globs.map(([text]) => text))
  if (problem !== undefined) place.at('except').add(problem)
}
