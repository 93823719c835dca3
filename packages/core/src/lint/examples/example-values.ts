import { isJsonArray, isJsonObject } from '../../json/json-shape.ts'
import type { JsonObject, JsonValue } from '../../json-value.ts'
import { regexExamples } from '../../match/regex-examples.ts'
import { currencyPlaces } from '../../readings/money/currencies.ts'
import { MONEY_BOUNDS, moneyOperandProblem } from '../../readings/money/money-operand.ts'
import type { Condition, FieldPath, FieldsCondition, HistoryCondition } from '../../rule.ts'

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
    } else if (each.kind === 'fields') {
      for (const [path, values] of fieldsValues(each)) add(path, values, isNegated)
    } else if (each.kind === 'parameter_regex')
      add(keyPath(each.name), regexExamples(each.pattern), isNegated)
    else if (each.kind === 'history')
      for (const [path, values] of historyValues(each)) add(path, values, false)
    else if (each.kind === 'anywhere') add(keyPath('text'), valuesFor(each.operator, each.value), isNegated)
  }
  if (condition !== undefined) walk(condition, false)
  return [...found.values()].map(({ path, wanted, isUnwanted }) => {
    const values = [...wanted, ...joinedTexts(wanted)]
    const ordered = isUnwanted ? [...OTHERS, ...values] : [...values, ...OTHERS]
    return { path, values: [...new Set(ordered)] }
  })
}

/** Values for what is summed and for what must be the same; both must be there. */
function historyValues({
  sum,
  same,
}: HistoryCondition): readonly (readonly [FieldPath, readonly JsonValue[]])[] {
  return [
    ...(sum === undefined ? [] : [[sum.path, [1]] as const]),
    ...(sum?.currencyPath === undefined ? [] : [[sum.currencyPath, [...(sum.currencies ?? [])]] as const]),
    ...same.map(({ here }) => [here, ['x']] as const),
  ]
}

/** Values for each path of a test on several arguments: one recipient is enough, an amount needs its currency. */
function fieldsValues({
  operator,
  paths,
  value,
}: FieldsCondition): readonly (readonly [FieldPath, readonly JsonValue[]])[] {
  const [first, ...others] = paths
  if (first === undefined) return []
  const wanted = operator === 'money' ? others.map((path) => [path, currenciesOf(value)] as const) : []
  return [[first, valuesFor(operator, value)], ...wanted]
}

function currenciesOf(operand: JsonValue): readonly JsonValue[] {
  if (!isJsonObject(operand)) return []
  const { currency = [] } = operand
  return isJsonArray(currency) ? currency : [currency]
}

/** The path of one top-level argument. */
export function keyPath(name: string): FieldPath {
  return { text: name, segments: [{ kind: 'key', key: name }] }
}

/** Values that the test of one argument is likely to be true for. */
export function valuesFor(operator: string, operand: JsonValue): readonly JsonValue[] {
  const items = isJsonArray(operand) ? operand : [operand]
  const texts = items.filter((item) => typeof item === 'string')
  if (operator === 'matches') return texts.flatMap((text) => regexExamples(text))
  if (operator === 'path_within') return texts.flatMap((root) => [`${root.replace(/\/$/, '')}/x`, root])
  if (/domain|host/.test(operator)) return texts.map(urlOf)
  if (typeof operand === 'number') return [operand, operand + 1, operand - 1]
  if (operator === 'ends_with') return texts.flatMap((text) => [text, `x${text}`])
  if (operator === 'path_matches') return texts.map(pathExample)
  if (operator === 'shell') return commandsOf(operand)
  if (operator === 'email_in') return texts.map((text) => addressOf(text))
  if (operator === 'money') return amountsOf(operand)
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

/** Somebody whom a pattern of `email_in` names. */
function addressOf(pattern: string): string {
  return pattern.includes('@') ? pattern : `ana@${pattern.replace(/^\*\./, 'a.')}`
}

/** The bounds themselves and amounts between and beside them, in the unit of the argument. */
function amountsOf(operand: JsonValue): readonly JsonValue[] {
  if (moneyOperandProblem(operand) !== undefined) return []
  const bounds = MONEY_BOUNDS.map((key) => (operand as JsonObject)[key]).filter(
    (bound) => bound !== undefined,
  )
  const numbers = bounds.map(Number)
  const between = numbers.reduce((sum, bound) => sum + bound, 0) / numbers.length
  const given = [...numbers, between, ...numbers.flatMap((bound) => [bound + 1, bound - 1]), 0]
  const [currency] = currenciesOf(operand)
  const factor =
    (operand as JsonObject)['unit'] === 'minor' && typeof currency === 'string'
      ? 10 ** (currencyPlaces(currency) ?? 0)
      : 1
  return given.map((amount) => amount * factor).filter((amount) => amount >= 0)
}

/** Commands that a grant may let pass: its programs alone, with a subcommand, and with an operand. */
function commandsOf(grant: JsonValue): readonly JsonValue[] {
  if (!isJsonObject(grant)) return []
  const { programs, syntax } = grant
  if (!isJsonObject(programs)) return []
  const commands = Object.entries(programs).flatMap(([name, program]) => {
    const inner = isJsonObject(program) ? program['subcommands'] : null
    const below = isJsonObject(inner) ? Object.keys(inner) : []
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
