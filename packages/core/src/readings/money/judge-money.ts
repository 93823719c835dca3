import type { JsonValue } from '../../json-value.ts'
import type { Judgement } from '../judgement.ts'
import { readAmount } from './amount.ts'
import { readCurrency } from './currencies.ts'
import { compareDecimals, type Decimal, decimalText } from './decimal.ts'
import { boundOf, MONEY_BOUNDS, type MoneyBound, type MoneyOperand } from './money-operand.ts'

/** What a call pays: the two arguments that the operand is about. */
export interface GivenMoney {
  readonly amount: JsonValue | undefined
  /** What `currency_field` leads to; without one, nothing. */
  readonly currency?: JsonValue | undefined
}

/**
 * Whether an amount is within the bounds. An error when it is absent, negative or not written in plain digits, and when
 * its currency is absent or not one of those that are meant.
 */
export function judgeMoney(given: GivenMoney, operand: MoneyOperand): Judgement {
  const currency = currencyOf(given, operand)
  if (typeof currency === 'object') return currency
  const read = readAmount(given.amount, { unit: operand.unit, ...(currency !== undefined && { currency }) })
  if (!read.ok) return problem(read.problem)
  const part = [decimalText(read.amount), currency].filter((one) => one !== undefined).join(' ')
  const bounds = MONEY_BOUNDS.filter((bound) => operand[bound] !== undefined)
  const missed = bounds.find((bound) => !isWithin(read.amount, bound, operand))
  const bound = missed ?? bounds[0]
  return {
    truth: missed === undefined ? 'true' : 'false',
    part,
    ...(bound !== undefined && { pattern: `${bound} ${operand[bound]}` }),
  }
}

/** The currency in which the amount is, undefined when the rule names none, or what is wrong with it. */
export function currencyOf(
  { currency }: Pick<GivenMoney, 'currency'>,
  operand: Pick<MoneyOperand, 'currency' | 'currency_field'>,
): string | undefined | Judgement {
  const meant = typeof operand.currency === 'string' ? [operand.currency] : (operand.currency ?? [])
  if (operand.currency_field === undefined) return meant[0]
  if (currency === undefined || currency === null) return problem('the currency is not there')
  const code = typeof currency === 'string' ? readCurrency(currency) : undefined
  if (code === undefined) return problem('the currency is no code of three letters')
  return meant.includes(code) ? code : problem('the currency is another one than the rule means')
}

function isWithin(amount: Decimal, bound: MoneyBound, operand: MoneyOperand): boolean {
  const limit = boundOf(operand[bound])
  if (limit === undefined) return false
  const order = compareDecimals(amount, limit)
  switch (bound) {
    case 'at_most':
      return order <= 0
    case 'less_than':
      return order < 0
    case 'at_least':
      return order >= 0
    case 'more_than':
      return order > 0
  }
}

function problem(text: string): Judgement {
  return { truth: 'error', problem: text }
}
