import { dropUndefined } from '../../document/drop-undefined.ts'
import type { MapReader, Read } from '../../document/map-reader.ts'
import { readOneOf, subject } from '../../document/read-scalar.ts'
import type { Report } from '../../document/report.ts'
import { LIMITS } from '../../limits.ts'
import { fixedUnits } from '../../readings/money/decimal.ts'
import { boundOf, MONEY_UNITS, moneyOperandProblem } from '../../readings/money/money-operand.ts'
import type { SumTerms } from '../../rule.ts'
import { readBound, readCurrencies } from '../operands/money-operand.ts'
import { readFieldPath } from './field-path.ts'

/** What a `sum` adds up; its bound is read with `sumBound`. */
export function readSumTerms(map: MapReader, report: Report): SumTerms | undefined {
  const before = report.errors
  const path = map.required('of', readFieldPath)
  const unit = map.optional('unit', readOneOf(MONEY_UNITS))
  const currency = map.optional('currency', readCurrencies)
  const currencyPath = map.optional('currency_field', readFieldPath)
  if (path === undefined || report.errors > before) return undefined
  const currencies = typeof currency === 'string' ? [currency] : currency
  if (unit === undefined && currencies === undefined && currencyPath === undefined) return { path }
  // What holds for the amount of one call holds for every summand.
  const operand = dropUndefined({ at_most: 0, unit, currency, currency_field: currencyPath?.text })
  const problem = moneyOperandProblem(operand)
  if (problem === undefined) return dropUndefined({ path, unit, currencies, currencyPath })
  return report.add('POLICY_BAD_MONEY', map.node, `${problem}; refusing the policy`)
}

/** A bound of a sum in ten-thousandths. */
export const sumBound: Read<number> = (node, report) => {
  const value = readBound(node, report)
  const decimal = boundOf(value)
  if (decimal === undefined) return undefined
  const units = fixedUnits(decimal, LIMITS.sumPlaces)
  if (units !== undefined) return units
  const message = `${subject(node)} has more than ${LIMITS.sumPlaces} places or is too large to be summed exactly`
  return report.add('POLICY_BAD_MONEY', node, `${message}; refusing the policy`)
}
