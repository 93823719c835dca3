import type { JsonValue } from '../../json-value.ts'
import { currencyPlaces, minorUnitProblem } from './currencies.ts'
import { type Decimal, readDecimal, shortest } from './decimal.ts'

export type MoneyUnit = 'major' | 'minor'

/** `problem` says why readers could take it for another amount, without the amount. */
export type ReadAmount =
  { readonly ok: true; readonly amount: Decimal } | { readonly ok: false; readonly problem: string }

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
  const exact = shortest(amount)
  return unit === 'major' ? inMajor(exact, currency) : inMinor(exact, currency)
}

function inMajor(amount: Decimal, currency: string | undefined): ReadAmount {
  const places = currency === undefined ? undefined : currencyPlaces(currency)
  return places !== undefined && amount.places > places
    ? refused('the amount has a part of the smallest unit of its currency')
    : { ok: true, amount }
}

function inMinor(amount: Decimal, currency: string | undefined): ReadAmount {
  if (currency === undefined) return refused('an amount in smallest units needs its currency')
  const problem = minorUnitProblem(currency)
  if (problem !== undefined) return refused(problem)
  if (amount.places > 0) return refused('the amount has a part of the smallest unit of its currency')
  return { ok: true, amount: { units: amount.units, places: currencyPlaces(currency) ?? 0 } }
}

function refused(problem: string): ReadAmount {
  return { ok: false, problem }
}
