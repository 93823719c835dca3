import type { JsonObject, JsonValue } from '../../json-value.ts'
import type { MoneyUnit } from './amount.ts'
import { minorUnitProblem } from './currencies.ts'
import { compareDecimals, type Decimal, readDecimal } from './decimal.ts'

/** What `money` holds an amount against. Bounds are in whole units of the currency, whatever the amount is given in. */
export interface MoneyOperand {
  readonly at_most?: string | number
  readonly less_than?: string | number
  readonly at_least?: string | number
  readonly more_than?: string | number
  /** One currency or several; without any, amounts are compared as they are. */
  readonly currency?: string | readonly string[]
  /** Which argument names the currency; the one who asks looks it up. */
  readonly currency_field?: string
  /** In which unit the amount is given. */
  readonly unit: MoneyUnit
}

export const MONEY_UNITS = ['major', 'minor'] as const satisfies readonly MoneyUnit[]

export const MONEY_BOUNDS = ['at_most', 'less_than', 'at_least', 'more_than'] as const

export type MoneyBound = (typeof MONEY_BOUNDS)[number]

const KEYS: ReadonlySet<string> = new Set([...MONEY_BOUNDS, 'currency', 'currency_field', 'unit'])

/** Why the value cannot be an operand of `money`; undefined when it can, and then it is a `MoneyOperand`. */
export function moneyOperandProblem(value: JsonValue): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return '`money` takes a map with `unit`, a bound and perhaps `currency`'
  const operand = value as JsonObject
  const unknown = Object.keys(operand).find((key) => !KEYS.has(key))
  if (unknown !== undefined) return `\`${unknown}\` is no part of \`money\``
  if (operand['unit'] !== 'major' && operand['unit'] !== 'minor')
    return '`unit` must be `major` (euros) or `minor` (cents): what the amount is given in'
  return boundsProblem(operand) ?? currencyProblem(operand)
}

function boundsProblem(operand: JsonObject): string | undefined {
  const given = MONEY_BOUNDS.filter((bound) => operand[bound] !== undefined)
  if (given.length === 0) return '`money` needs a bound: `at_most`, `less_than`, `at_least` or `more_than`'
  const bad = given.find((bound) => boundOf(operand[bound]) === undefined)
  if (bad !== undefined) return `\`${bad}\` must be a number in plain digits, such as '100.00'`
  const upper = given.filter((bound) => bound === 'at_most' || bound === 'less_than')
  const lower = given.filter((bound) => bound === 'at_least' || bound === 'more_than')
  if (upper.length > 1 || lower.length > 1) return '`money` takes one bound from above and one from below'
  const [most, least] = [boundOf(operand[upper[0] ?? '']), boundOf(operand[lower[0] ?? ''])]
  if (most === undefined || least === undefined) return undefined
  const order = compareDecimals(least, most)
  const isClosed = upper[0] === 'at_most' && lower[0] === 'at_least'
  return order > 0 || (order === 0 && !isClosed) ? 'no amount is within the bounds of `money`' : undefined
}

function currencyProblem({ currency, currency_field: field, unit }: JsonObject): string | undefined {
  const codes = codesOf(currency)
  if (codes === undefined) return '`currency` must be a code of ISO 4217, such as `EUR`, or a list of them'
  if (field !== undefined && (typeof field !== 'string' || field === ''))
    return '`currency_field` must name an argument'
  if (field === undefined && codes.length > 1) return 'several currencies need `currency_field`'
  if (field !== undefined && codes.length === 0)
    return '`currency_field` needs `currency`: which ones are meant'
  if (unit !== 'minor') return undefined
  if (codes.length === 0) return '`unit: minor` needs `currency`: smallest units differ'
  const bad = codes.find((code) => minorUnitProblem(code) !== undefined)
  return bad && `\`unit: minor\` cannot be read for \`${bad}\`: ${minorUnitProblem(bad)}`
}

/** The currencies that are named; none when the key is absent, undefined when they are no codes. */
function codesOf(currency: JsonValue | undefined): readonly string[] | undefined {
  if (currency === undefined) return []
  const codes: readonly JsonValue[] = Array.isArray(currency)
    ? (currency as readonly JsonValue[])
    : [currency]
  const isEachCode = codes.every((code) => typeof code === 'string' && /^[A-Z]{3}$/.test(code))
  return codes.length > 0 && isEachCode ? (codes as readonly string[]) : undefined
}

/** A bound as it is written: text, or a number by its shortest decimal text. */
export function boundOf(value: JsonValue | undefined): Decimal | undefined {
  return typeof value === 'string' || typeof value === 'number' ? readDecimal(String(value)) : undefined
}
