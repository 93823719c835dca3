import type { JsonValue } from '../../json-value.ts'
import { currencyPlaces, minorUnitProblem } from './currencies.ts'
import { type Decimal, readDecimal, shortest } from './decimal.ts'

export type MoneyUnit = 'major' | 'minor'

/** `problem` says why readers could take it for another amount, without the amount. */
export type ReadAmount =
  { readonly ok: true; readonly amount: Decimal } | { readonly ok: false; readonly problem: string }

/** How many digits stand between the points of `1.000.000`. */
const GROUP_PLACES = 3

/** In which unit, and where it is known in which currency, an amount is given. */
export interface AmountTerms {
  readonly unit: MoneyUnit
  readonly currency?: string
}

/** An amount in whole units of its currency: a number by its shortest decimal text, or a text of plain digits. */
export function readAmount(value: JsonValue | undefined, { unit, currency }: AmountTerms): ReadAmount {
  if (value === undefined || value === null) return refused('the amount is not there')
  if (typeof value !== 'string' && typeof value !== 'number') return refused('the amount is no number')
  const text = String(value)
  if (text.startsWith('-')) return refused('the amount is negative')
  const amount = readDecimal(text)
  if (amount === undefined) return refused('the amount is not written in plain digits')
  // `1.000` is a thousand to some readers, so zeros count as places.
  return unit === 'major' ? inMajor(amount, currency) : inMinor(amount, currency)
}

function inMajor(amount: Decimal, currency: string | undefined): ReadAmount {
  const places = currency === undefined ? undefined : currencyPlaces(currency)
  if (places === undefined && amount.places === GROUP_PLACES)
    return refused('the amount has three places, which can be a group of thousands')
  return places !== undefined && amount.places > places
    ? refused('the amount has more places than the smallest unit of its currency')
    : { ok: true, amount: shortest(amount) }
}

function inMinor(amount: Decimal, currency: string | undefined): ReadAmount {
  if (currency === undefined) return refused('an amount in smallest units needs its currency')
  const problem = minorUnitProblem(currency)
  if (problem !== undefined) return refused(problem)
  if (amount.places > 0) return refused('the amount has places behind the point, in smallest units')
  return { ok: true, amount: { units: amount.units, places: currencyPlaces(currency) ?? 0 } }
}

function refused(problem: string): ReadAmount {
  return { ok: false, problem }
}
