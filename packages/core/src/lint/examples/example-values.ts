import { isJsonArray } from '../../engine/json-equal.ts'
import type { JsonValue } from '../../json-value.ts'
import { regexExamples } from '../../match/regex-examples.ts'
import type { Condition, FieldPath } from '../../rule.ts'

/** Values worth trying at one place, the likeliest first; undefined leaves the argument out. */
export interface Wish {
  readonly path: FieldPath
  readonly values: readonly (JsonValue | undefined)[]
}

/** What is tried where a condition must not hold, or its operator is not known here. */
const OTHERS: readonly (JsonValue | undefined)[] = [
  'x',
  undefined,
  '/elsewhere/x',
  'https://elsewhere.example/',
  0,
  true,
]

/** Values for every argument that the condition reads. */
export function wishesOf(condition: Condition | undefined): readonly Wish[] {
  const found = new Map<string, { path: FieldPath; wanted: JsonValue[]; isUnwanted: boolean }>()
  const add = (path: FieldPath, values: readonly JsonValue[], isNegated: boolean) => {
    const known = found.get(path.text) ?? { path, wanted: [], isUnwanted: false }
    if (isNegated) known.isUnwanted = true
    known.wanted.push(...values)
    found.set(path.text, known)
  }
  const walk = (each: Condition, isNegated: boolean): void => {
    if (each.kind === 'all' || each.kind === 'any') for (const inner of each.of) walk(inner, isNegated)
    else if (each.kind === 'not') walk(each.of, !isNegated)
    else if (each.kind === 'field') {
      const isAway = each.operator.startsWith('not_')
      add(each.path, valuesFor(each.operator, each.value), isNegated !== isAway)
    } else if (each.kind === 'parameter_regex')
      add(keyPath(each.name), regexExamples(each.pattern), isNegated)
    else if (each.kind === 'anywhere') add(keyPath('text'), valuesFor(each.operator, each.value), isNegated)
  }
  if (condition !== undefined) walk(condition, false)
  return [...found.values()].map(({ path, wanted, isUnwanted }) => {
    const values = [...wanted, ...joinedTexts(wanted)]
    const ordered = isUnwanted ? [...OTHERS, ...values] : [...values, ...OTHERS]
    return { path, values: [...new Set(ordered)] }
  })
}

/** The path of one top-level argument. */
export function keyPath(name: string): FieldPath {
  return { text: name, segments: [{ kind: 'key', key: name }] }
}

/** Values that the test of one argument is likely to be true for. */
export function valuesFor(operator: string, operand: JsonValue): readonly JsonValue[] {
  const items = typeof operand === 'object' && operand !== null && isJsonArray(operand) ? operand : [operand]
  const texts = items.filter((item) => typeof item === 'string')
  if (operator === 'matches') return texts.flatMap((text) => regexExamples(text))
  if (operator === 'path_within') return texts.flatMap((root) => [`${root.replace(/\/$/, '')}/x`, root])
  if (/domain|host/.test(operator)) return texts.map(urlOf)
  if (typeof operand === 'number') return [operand, operand + 1, operand - 1]
  if (operator === 'ends_with') return texts.flatMap((text) => [text, `x${text}`])
  if (operator === 'path_matches') return texts.map(pathExample)
  if (operator === 'shell') return commandsOf(operand)
  if (operator === 'contains_secret') return SECRETS
  if (operator === 'sql') return ['SELECT 1', 'SHOW x', 'INSERT INTO x VALUES (1)']
  return items.filter((item) => item !== null || /equals|one_of|in$/.test(operator))
}

/** Shapes of secrets that belong to nobody. */
const SECRETS = ['AKIAIOSFODNN7EXAMPLE', 'postgres://me:x7Gh2kLq@db.example/x', '-----BEGIN PRIVATE KEY-----']

/** A URL of a host pattern or of a range of addresses. */
function urlOf(host: string): string {
  return `https://${host.replace(/^\*\./, 'a.').replace(/\/\d+$/, '')}/`
}

/** Commands that a grant may let pass: its programs alone, with a subcommand, and with an operand. */
function commandsOf(grant: JsonValue): readonly JsonValue[] {
  if (typeof grant !== 'object' || grant === null || isJsonArray(grant)) return []
  const { programs, syntax } = grant
  if (typeof programs !== 'object' || programs === null || isJsonArray(programs)) return []
  const commands = Object.entries(programs).flatMap(([name, program]) => {
    const inner =
      typeof program === 'object' && program !== null && !isJsonArray(program) ? program['subcommands'] : null
    const below = typeof inner === 'object' && inner !== null && !isJsonArray(inner) ? Object.keys(inner) : []
    return ['', ...below, 'x', '1', '/srv/x'].map((rest) => `${name} ${rest}`.trim())
  })
  return syntax === 'argv' ? commands.map((command) => command.split(' ')) : commands
}

function pathExample(glob: string): string {
  return glob
    .replace(/^!/, '')
    .replace(/^\*\*\//, '/srv/')
    .replaceAll('**', 'x')
    .replaceAll('*', 'x')
}

/** With two tests of one text, a text that may pass both. */
function joinedTexts(values: readonly JsonValue[]): readonly string[] {
  const texts = values.filter((value) => typeof value === 'string').slice(0, 6)
  return texts.flatMap((head) => texts.filter((tail) => tail !== head).map((tail) => head + tail))
}
