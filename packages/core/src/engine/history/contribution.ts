import type { JsonObject } from '../../json-value.ts'
import { LIMITS } from '../../limits.ts'
import { readAmount } from '../../readings/money/amount.ts'
import { fixedUnits, readDecimal } from '../../readings/money/decimal.ts'
import { currencyOf } from '../../readings/money/judge-money.ts'
import type { FieldPath, HistoryCondition, SumTerms } from '../../rule.ts'
import { fieldCollector } from '../arguments/field-collector.ts'

/** What one call adds to a series. */
export interface Contribution {
  readonly amount: number
  /** Each currency has a series of its own. */
  readonly currency?: string
}

/** Reads what a call adds, or says what is wrong with its amount. */
export type ReadContribution = (parameters: JsonObject) => Contribution | { readonly problem: string }

/** A call that is counted adds one, and a summed one its amount. */
export function contributionReader({ sum }: HistoryCondition): ReadContribution {
  return sum === undefined ? () => ONE : sumReader(sum)
}

const ONE: Contribution = { amount: 1 }

function sumReader(terms: SumTerms): ReadContribution {
  const { path, currencies, currencyPath } = terms
  const readValues = fieldCollector(path)
  const readCurrency = currencyPath && fieldCollector(currencyPath)
  const operand = {
    ...(currencies !== undefined && { currency: currencies }),
    ...(currencyPath !== undefined && { currency_field: currencyPath.text }),
  }
  return (parameters) => {
    const values = readValues(parameters)
    if (values === undefined) return ambiguous(path)
    if (values.length === 0) return { problem: `\`${path.text}\` is absent` }
    const named = readCurrency?.(parameters)
    if (currencyPath !== undefined && (named === undefined || named.length > 1))
      return ambiguous(currencyPath)
    const currency = currencyOf({ currency: named?.[0] }, operand)
    if (typeof currency === 'object') return { problem: currency.problem ?? 'its currency cannot be read' }
    let amount = 0
    for (const value of values) {
      const read = unitsOf(value, terms, currency)
      if (typeof read === 'string') return { problem: `\`${path.text}\` cannot be summed: ${read}` }
      amount += read
    }
    if (!Number.isSafeInteger(amount))
      return { problem: `\`${path.text}\` is too large to be summed exactly` }
    return currency === undefined ? { amount } : { amount, currency }
  }
}

/** In ten-thousandths, or what is wrong. */
function unitsOf(
  value: Parameters<typeof readAmount>[0],
  { unit }: SumTerms,
  currency: string | undefined,
): number | string {
  if (unit === undefined) {
    if (typeof value !== 'number') return 'it is no number'
    if (value < 0) return 'it is negative'
    const plain = readDecimal(String(value))
    return (plain && fixedUnits(plain, LIMITS.sumPlaces)) ?? TOO_FINE
  }
  const read = readAmount(value, { unit, ...(currency !== undefined && { currency }) })
  return read.ok ? (fixedUnits(read.amount, LIMITS.sumPlaces) ?? TOO_FINE) : read.problem
}

const TOO_FINE = `it has more than ${LIMITS.sumPlaces} places, or is too large to be summed exactly`

function ambiguous({ text }: FieldPath): { readonly problem: string } {
  return { problem: `\`${text}\` does not lead to one reading` }
}
